package org.gramscape.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.gramscape.cli.option.BackendOption;
import org.gramscape.cli.option.OutputOptions;
import org.gramscape.cli.option.PolygonOptions;
import org.gramscape.landcover.vectorize.VectorizeCounts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Polygons from a class raster. */
@Command(
    name = "vectorize",
    description =
        "Turns a class raster into polygons without gaps or overlaps, with class, name, confidence"
            + " and area.",
    footer = {
      "",
      "Example:",
      "  gramscape vectorize classes.tif classes.gpkg --min-area 50m2 --simplify 1m"
    })
final class VectorizeCommand extends Subcommand {
  @Parameters(paramLabel = "CLASSES.tif", description = "The class raster.")
  private String classes;

  @Parameters(
      paramLabel = "OUT.gpkg|.fgb|.geojson",
      description = "The polygons to write; other suffixes need GDAL.")
  private Path output;

  @Mixin private PolygonOptions polygons;
  @Mixin private BackendOption backend;
  @Mixin private OutputOptions outputOptions;

  @Override
  public Integer call() throws IOException {
    outputOptions.require(output, List.of(classes));
    VectorizeCounts counts =
        polygons.polygons(backend.get()).write(classes, output, outputOptions.overwrite());
    say("Wrote " + output + ": " + describe(counts));
    return 0;
  }

  static String describe(VectorizeCounts counts) {
    return "%d polygons (%d small areas merged, %d of %d vertices kept)"
        .formatted(
            counts.polygons(),
            counts.mergedRegions(),
            counts.verticesAfter(),
            counts.verticesBefore());
  }
}

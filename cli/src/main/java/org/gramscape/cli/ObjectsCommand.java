package org.gramscape.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.gramscape.cli.option.BackendOption;
import org.gramscape.cli.option.OutputOptions;
import org.gramscape.cli.option.PolygonOptions;
import org.gramscape.landcover.objects.ObjectPolygons;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The objects of a class. */
@Command(
    name = "objects",
    description =
        "Writes the objects of one class, such as buildings, as a polygon each; on request with"
            + " right angles.",
    footer = {
      "",
      "Example:",
      "  gramscape objects classes.tif buildings.gpkg --class building --min-area 10m2 --orthogonal"
    })
final class ObjectsCommand extends Subcommand {
  @Parameters(paramLabel = "CLASSES.tif", description = "The class raster.")
  private String classes;

  @Parameters(
      paramLabel = "OUT.gpkg|.fgb|.geojson|.parquet",
      description = "The polygons to write; other suffixes need GDAL.")
  private Path output;

  @Option(
      names = "--class",
      paramLabel = "CLASS",
      required = true,
      description = "The class, by its name in the raster or its number.")
  private String className;

  @Option(
      names = "--orthogonal",
      description =
          "Draw outlines with right angles where these are near enough to what is there; the field"
              + " \"orthogonal\" tells which are.")
  private boolean orthogonal;

  @Mixin private PolygonOptions polygons;
  @Mixin private BackendOption backend;
  @Mixin private OutputOptions outputs;

  @Override
  public Integer call() throws IOException {
    outputs.require(output, List.of(classes));
    int count =
        new ObjectPolygons(polygons.shape(), className, orthogonal, backend.get())
            .write(classes, output, outputs.overwrite());
    say(
        "Wrote %s: %s%s"
            .formatted(
                output,
                Text.count(count, "object"),
                count > 0
                    ? ""
                    : "; no pixel is of that class, or all joined neighbours (see --min-area)"));
    return 0;
  }
}

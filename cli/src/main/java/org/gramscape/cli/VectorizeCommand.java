package org.gramscape.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.gramscape.cli.option.BackendOption;
import org.gramscape.cli.option.OutputOptions;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Rasters;
import org.gramscape.landcover.LandCoverPolygons;
import org.gramscape.landcover.vectorize.VectorizeOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
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
      paramLabel = "OUT.gpkg|.fgb|.geojson|.parquet",
      description = "The polygons to write; other suffixes need GDAL.")
  private Path output;

  @Option(
      names = "--probabilities",
      paramLabel = "PROBABILITIES.tif",
      description =
          "With --min-area: merge into the neighbour whose class is the most probable on the small"
              + " area's ground. A band a class, in the order of the raster's class values.")
  private String probabilities;

  @Mixin private ClassPolygons polygons;
  @Mixin private BackendOption backend;
  @Mixin private OutputOptions outputOptions;

  @Override
  public Integer call() throws IOException {
    polygons.require(output);
    VectorizeOptions shape = polygons.options().shape();
    if (probabilities != null && shape.minArea().squareMetres() == 0) {
      throw new IllegalArgumentException(
          "--probabilities tell which neighbour small areas join; say with --min-area which are"
              + " small");
    }
    List<String> inputs = new ArrayList<>(polygons.inputs());
    Stream.of(classes, probabilities).filter(Objects::nonNull).forEach(inputs::add);
    outputOptions.require(output, inputs);
    try (RasterSource metres = polygons.openHeights(classes, backend.get(), this);
        RasterSource shares =
            probabilities == null ? null : Rasters.open(probabilities, backend.get())) {
      LandCoverPolygons drawing =
          new LandCoverPolygons(
              shape,
              Optional.ofNullable(metres),
              Optional.ofNullable(shares),
              backend.get(),
              w -> say("Warning: " + w));
      ClassPolygons.Drawn drawn =
          polygons.draw(drawing, classes, output, outputOptions.overwrite(), this);
      drawn.lines().forEach(out()::println);
      return drawn.exitCode();
    }
  }
}

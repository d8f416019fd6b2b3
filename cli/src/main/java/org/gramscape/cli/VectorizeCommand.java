package org.gramscape.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.gramscape.canopy.MetreSource;
import org.gramscape.cli.option.BackendOption;
import org.gramscape.cli.option.HeightUnitOption;
import org.gramscape.cli.option.OutputOptions;
import org.gramscape.cli.option.PolygonOptions;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Rasters;
import org.gramscape.landcover.LandCoverPolygons;
import org.gramscape.landcover.coverage.CoverageFile;
import org.gramscape.landcover.coverage.CoverageReport;
import org.gramscape.landcover.vectorize.VectorizeCounts;
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
      names = "--heights",
      paramLabel = "CHM.tif",
      description = "Heights above ground, on any grid: polygons tell the mean of theirs.")
  private String heights;

  @Option(
      names = "--probabilities",
      paramLabel = "PROBABILITIES.tif",
      description =
          "With --min-area: merge into the neighbour whose class is the most probable on the small"
              + " area's ground. A band a class, in the order of the raster's class values.")
  private String probabilities;

  @Option(
      names = "--validate",
      description =
          "Look at the polygons that were written: their overlaps, gaps and invalid rings are"
              + " printed, and the exit code is 1 if there are any.")
  private boolean validate;

  @Mixin private PolygonOptions polygons;
  @Mixin private HeightUnitOption unit;
  @Mixin private BackendOption backend;
  @Mixin private OutputOptions outputOptions;

  @Override
  public Integer call() throws IOException {
    if (validate && output.toString().toLowerCase(Locale.ROOT).endsWith(".parquet")) {
      throw new IllegalArgumentException(
          "GeoParquet is written and not read, so --validate can't look at it; validate the same"
              + " polygons as .gpkg");
    }
    if (probabilities != null && polygons.shape().minArea().squareMetres() == 0) {
      throw new IllegalArgumentException(
          "--probabilities tell which neighbour small areas join; say with --min-area which are"
              + " small");
    }
    outputOptions.require(
        output, Stream.of(classes, heights, probabilities).filter(Objects::nonNull).toList());
    try (RasterSource metres = heights == null ? null : openHeights();
        RasterSource shares = probabilities == null ? null : open(probabilities)) {
      VectorizeCounts counts =
          new LandCoverPolygons(
                  polygons.shape(),
                  Optional.ofNullable(metres),
                  Optional.ofNullable(shares),
                  backend.get(),
                  w -> say("Warning: " + w))
              .write(classes, output, outputOptions.overwrite());
      say("Wrote " + output + ": " + describe(counts));
    }
    return validate && !isCoverage() ? Failure.FAILED : 0;
  }

  private boolean isCoverage() throws IOException {
    try (RasterSource raster = open(classes)) {
      CoverageReport report = CoverageFile.inspect(output.toString(), null, Optional.of(raster));
      CoverageText.of(output.toString(), report).forEach(out()::println);
      return report.isValid();
    }
  }

  private RasterSource openHeights() throws IOException {
    MetreSource metres = MetreSource.of(open(heights), unit.get(), w -> say("Warning: " + w));
    KnownUnits.describe(List.of(metres.unit())).forEach(this::say);
    return metres;
  }

  private RasterSource open(String file) throws IOException {
    return Rasters.open(file, backend.get());
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

package org.gramscape.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.gramscape.canopy.MetreSource;
import org.gramscape.cli.option.HeightUnitOption;
import org.gramscape.cli.option.PolygonOptions;
import org.gramscape.cli.option.Speaker;
import org.gramscape.geoio.raster.Backend;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Rasters;
import org.gramscape.landcover.LandCoverPolygons;
import org.gramscape.landcover.coverage.CoverageFile;
import org.gramscape.landcover.coverage.CoverageReport;
import org.gramscape.landcover.vectorize.VectorizeCounts;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How classes become polygons, what these tell besides, and whether they are looked at. */
final class ClassPolygons {
  @Option(
      names = "--heights",
      paramLabel = "CHM.tif",
      description = "Heights above ground, on any grid: polygons tell the mean of theirs.")
  private String heights;

  @Mixin private HeightUnitOption unit;

  @Option(
      names = "--validate",
      description =
          "Look at the polygons that were written: their overlaps, gaps and invalid rings are"
              + " printed, and the exit code is 1 if there are any.")
  private boolean validate;

  @Mixin private PolygonOptions options;

  /** How they are drawn. */
  PolygonOptions options() {
    return options;
  }

  /** The files that are read for them. */
  List<String> inputs() {
    return heights == null ? List.of() : List.of(heights);
  }

  /**
   * Makes sure, before work starts, that an output can be what is asked of it.
   *
   * @throws IllegalArgumentException if it is a raster, or polygons that can't be looked at
   */
  void require(Path output) {
    String name = output.toString().toLowerCase(Locale.ROOT);
    if (name.matches(".*\\.tiff?") && (heights != null || validate || options.any())) {
      throw new IllegalArgumentException(
          "%s for polygons, and %s is a raster; write .gpkg, .fgb or .geojson"
              .formatted(
                  heights != null
                      ? "--heights is"
                      : validate
                          ? "--validate is"
                          : "--min-area, --simplify, --smooth and --connectivity are",
                  output));
    }
    if (validate && name.endsWith(".parquet")) {
      throw new IllegalArgumentException(
          "GeoParquet is written and not read, so --validate can't look at it; validate the same"
              + " polygons as .gpkg");
    }
  }

  /**
   * Opens the heights; the caller closes them.
   *
   * @param scene on whose ground they must lie
   * @return null if there are none
   */
  RasterSource openHeights(String scene, Backend backend, Speaker speaker) throws IOException {
    if (heights == null) {
      return null;
    }
    try (RasterSource grid = Rasters.open(scene, backend);
        RasterSource stored = Rasters.open(heights, backend)) {
      LandCoverPolygons.requireCommonGround(grid.info(), stored);
    }
    MetreSource metres =
        MetreSource.of(
            Rasters.open(heights, backend), unit.get(), w -> speaker.say("Warning: " + w));
    KnownUnits.describe(List.of(metres.unit())).forEach(speaker::say);
    return metres;
  }

  /** Writes the polygons of a class raster, says so, and looks at them. */
  Drawn draw(
      LandCoverPolygons polygons, String classes, Path output, boolean overwrite, Speaker speaker)
      throws IOException {
    VectorizeCounts counts = polygons.write(classes, output, overwrite);
    speaker.say(
        "Wrote %s: %d polygons (%d small areas merged, %d of %d vertices kept)"
            .formatted(
                output,
                counts.polygons(),
                counts.mergedRegions(),
                counts.verticesAfter(),
                counts.verticesBefore()));
    if (!validate) {
      return new Drawn(output, counts, Optional.empty());
    }
    try (RasterSource raster = Rasters.open(classes, polygons.backend())) {
      return new Drawn(
          output,
          counts,
          Optional.of(CoverageFile.inspect(output.toString(), null, Optional.of(raster))));
    }
  }

  /**
   * Polygons that were written.
   *
   * @param coverage empty if they were not looked at
   */
  record Drawn(Path file, VectorizeCounts counts, Optional<CoverageReport> coverage) {

    /** What is wrong with them, for a person. */
    List<String> lines() {
      return coverage.map(report -> CoverageText.of(file.toString(), report)).orElse(List.of());
    }

    int exitCode() {
      return coverage.isEmpty() || coverage.get().isValid() ? 0 : Failure.FAILED;
    }
  }
}

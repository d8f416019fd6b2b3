package org.gramscape.cli;

import java.io.IOException;
import java.util.Optional;
import org.gramscape.cli.option.BackendOption;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Rasters;
import org.gramscape.landcover.coverage.CoverageFile;
import org.gramscape.landcover.coverage.CoverageReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Whether polygons are a coverage. */
@Command(
    name = "validate",
    description = {
      "Looks whether polygons are a coverage: each valid, none over another, no ground left out"
          + " between them, and shared borders of the same vertices.",
      "The exit code is 1 if they are not, and the lines say where."
    },
    footer = {"", "Example:", "  gramscape validate classes.gpkg --classes classes.tif"})
final class ValidateCommand extends Subcommand {
  @Parameters(paramLabel = "POLYGONS", description = "The polygons.")
  private String polygons;

  @Option(
      names = "--layer",
      paramLabel = "NAME",
      description = "The layer (default: the only one).")
  private String layer;

  @Option(
      names = "--classes",
      paramLabel = "CLASSES.tif",
      description =
          "The raster that the polygons come from: where it has a class they should leave no ground"
              + " out (default: where they enclose some).")
  private String classes;

  @Option(names = "--json", description = "Print the flaws as JSON.")
  private boolean json;

  @Mixin private BackendOption backend;

  @Override
  public Integer call() throws IOException {
    CoverageReport report;
    try (RasterSource raster = classes == null ? null : Rasters.open(classes, backend.get())) {
      report = CoverageFile.inspect(polygons, layer, Optional.ofNullable(raster));
    }
    if (json) {
      out().println(Json.pretty(CoverageJson.of(polygons, report)));
    } else {
      CoverageText.of(polygons, report).forEach(out()::println);
    }
    return report.isValid() ? 0 : Failure.FAILED;
  }
}

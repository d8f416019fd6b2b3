package org.gramscape.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.gramscape.canopy.CanopyModel;
import org.gramscape.cli.option.BackendOption;
import org.gramscape.cli.option.CreationOption;
import org.gramscape.cli.option.HeightUnitOption;
import org.gramscape.cli.option.OutputOptions;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Rasters;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Canopy heights from a surface and a terrain model. */
@Command(
    name = "chm-from-dsm",
    description = {
      "Subtracts a terrain model from a surface model: canopy heights in metres on the surface's"
          + " grid, nodata -9999.",
      "The terrain may have another grid and CRS. Differences that no plant has become nodata."
    },
    footer = {"", "Example:", "  gramscape chm-from-dsm dsm.tif dtm.tif chm.tif"})
final class ChmFromDsmCommand extends Subcommand {
  @Parameters(paramLabel = "DSM", description = "The surface model: the tops of plants.")
  private String surface;

  @Parameters(paramLabel = "DTM", description = "The terrain model: the ground.")
  private String terrain;

  @Parameters(paramLabel = "OUT.tif", description = "The heights to write.")
  private Path output;

  @Mixin private HeightUnitOption unit;
  @Mixin private BackendOption backend;
  @Mixin private OutputOptions outputOptions;
  @Mixin private CreationOption creation;

  @Override
  public Integer call() throws IOException {
    OutputOptions.requireSuffix(output, ".tif", ".tiff");
    outputOptions.require(output, List.of(surface, terrain));
    CanopyModel.Counts counts;
    try (RasterSource tops = Rasters.open(surface, backend.get());
        RasterSource ground = Rasters.open(terrain, backend.get())) {
      CanopyModel model = new CanopyModel(unit.get());
      KnownUnits.describe(model.units(tops, ground)).forEach(this::say);
      counts = model.write(tops, ground, output, outputOptions.overwrite(), creation.get());
    }
    say(
        String.format(
            Locale.ROOT,
            "Wrote %s: mean height %.1f m; of %d pixels %d are below the ground and %d above 120 m,"
                + " and with %d unknown ones they are nodata",
            output,
            counts.mean(),
            counts.known() + counts.tooLow() + counts.tooHigh() + counts.unknown(),
            counts.tooLow(),
            counts.tooHigh(),
            counts.unknown()));
    return 0;
  }
}

package org.gramscape.canopy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.gramscape.geoio.raster.PhysicalSource;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSink;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.RasterSpec;
import org.gramscape.geoio.raster.Rasters;
import org.gramscape.geoio.raster.SampleType;
import org.gramscape.geoio.raster.Window;
import org.gramscape.tiling.AlignedSource;

/**
 * A canopy-height model from a surface model and a terrain model: surface minus terrain, in metres
 * on the surface's grid.
 *
 * <p>The terrain may be on any grid; between its pixels it is taken to be smooth. Heights from -1 m
 * to 0 count as 0; those below, or of 120 m or more, become nodata. Memory does not depend on the
 * rasters' height.
 *
 * @param unit of both models' heights; empty for what each declares, or metres
 */
public record CanopyModel(Optional<HeightUnit> unit) {
  private static final int ROWS = 128;

  /**
   * What was found.
   *
   * @param known pixels with a height
   * @param tooLow pixels whose surface lies more than a metre below the terrain
   * @param tooHigh pixels whose surface lies 120 m or more above it
   * @param unknown pixels without surface or terrain
   * @param mean of the heights that are known, in metres
   */
  public record Counts(long known, long tooLow, long tooHigh, long unknown, double mean) {}

  /**
   * What the heights of the models are in, the surface's first.
   *
   * @throws UnsuitableHeightsException if it may be feet or metres, or is no unit that is known
   */
  public List<KnownUnit> units(RasterSource surface, RasterSource terrain) throws IOException {
    return List.of(UnitSurvey.of(surface.info(), unit), UnitSurvey.of(terrain.info(), unit));
  }

  /**
   * Subtracts.
   *
   * @param surface stays the caller's
   * @param terrain stays the caller's
   * @param output appears whole or not at all
   * @throws UnsuitableHeightsException if the models don't overlap, their unit is not known, or
   *     hardly a difference is a height; nothing is written then
   * @throws org.gramscape.geoio.UnusableInputException if a model has no georeference
   */
  public Counts write(
      RasterSource surface,
      RasterSource terrain,
      Path output,
      boolean overwrite,
      Map<String, String> creationOptions)
      throws IOException {
    RasterInfo info = surface.info();
    List<KnownUnit> units = units(surface, terrain);
    double above = units.get(0).unit().metres();
    double below = units.get(1).unit().metres();
    Overlap.require(terrain.info(), info);
    RasterSource tops = PhysicalSource.of(surface);
    RasterSource ground =
        new AlignedSource(PhysicalSource.of(terrain), info, AlignedSource.Method.LINEAR);
    Tally tally = new Tally();
    try (RasterSink sink =
        new HeightSink(
            Rasters.create(output, spec(info, creationOptions), overwrite),
            output,
            HeightStorage.FLOAT32)) {
      for (int row = 0; row < info.height(); row += ROWS) {
        Window rows = new Window(0, row, info.width(), Math.min(ROWS, info.height() - row));
        sink.write(tally.heights(tops.read(rows, 0), ground.read(rows, 0), above, below));
      }
      Counts counts = tally.counts();
      requireHeights(info.name(), terrain.info().name(), counts);
      sink.commit();
      return counts;
    }
  }

  private static RasterSpec spec(RasterInfo surface, Map<String, String> creationOptions)
      throws IOException {
    return new RasterSpec(
            surface.width(),
            surface.height(),
            SampleType.FLOAT32,
            List.of("height"),
            surface.requireGeoreference(),
            OptionalDouble.of(CanopyHeight.NODATA),
            RasterSpec.Overviews.AVERAGE,
            Optional.empty(),
            Map.of(),
            creationOptions)
        .withUnit(HeightUnit.METRE.toString());
  }

  private static void requireHeights(String surface, String terrain, Counts counts)
      throws UnsuitableHeightsException {
    if (counts.known() == 0 && counts.tooLow() + counts.tooHigh() == 0) {
      throw new UnsuitableHeightsException(
          "%s and %s have no valid ground in common; check their CRS and extents with gramscape info"
              .formatted(surface, terrain));
    }
    if (counts.known() < counts.tooLow() + counts.tooHigh()) {
      throw new UnsuitableHeightsException(
          ("%s minus %s is a height of plants in %d of %d pixels only (%d are more than 1 m below"
                  + " the ground, %d are 120 m or more above); check that the first is the surface and"
                  + " the second the terrain, in one unit and above one vertical datum")
              .formatted(
                  surface,
                  terrain,
                  counts.known(),
                  counts.known() + counts.tooLow() + counts.tooHigh(),
                  counts.tooLow(),
                  counts.tooHigh()));
    }
  }

  /** Counts while rows go by. */
  private static final class Tally {
    private long known;
    private long tooLow;
    private long tooHigh;
    private long unknown;
    private double sum;

    /** Heights in the surface's block. */
    PixelBlock heights(PixelBlock surface, PixelBlock terrain, double above, double below) {
      for (int i = 0; i < surface.samples().length; i++) {
        boolean both = surface.valid()[i] && terrain.valid()[i];
        double height = surface.samples()[i] * above - terrain.samples()[i] * below;
        boolean possible = both && MetreSource.isPossible(height);
        surface.valid()[i] = possible;
        surface.samples()[i] = possible ? Math.max(0, height) : 0;
        sum += surface.samples()[i];
        known += possible ? 1 : 0;
        unknown += both ? 0 : 1;
        tooLow += both && !possible && height < 0 ? 1 : 0;
        tooHigh += both && !possible && height >= 0 ? 1 : 0;
      }
      return surface;
    }

    Counts counts() {
      return new Counts(known, tooLow, tooHigh, unknown, sum / known);
    }
  }
}

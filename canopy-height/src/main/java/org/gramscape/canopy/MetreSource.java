package org.gramscape.canopy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.gramscape.geoio.raster.BandInfo;
import org.gramscape.geoio.raster.PhysicalSource;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.SampleType;
import org.gramscape.geoio.raster.Window;

/**
 * The heights above ground of a raster's first band in metres.
 *
 * <p>Heights from {@value #LEAST_HEIGHT} m to 0 are noise over the ground and count as 0; those
 * below, or of {@value #MAX_HEIGHT} m or more, are errors and invalid.
 */
public final class MetreSource implements RasterSource {
  /** No tree is higher (the record is 116 m). */
  public static final double MAX_HEIGHT = 120;

  private static final double LEAST_HEIGHT = -1;

  private final RasterSource heights;
  private final RasterInfo info;
  private final KnownUnit unit;
  private final double metres;

  /**
   * Takes over a raster.
   *
   * @param unit of its heights; empty for the one it declares, or metres
   * @param warnings hears what may be wrong
   * @throws UnsuitableHeightsException if the unit is not known, or the values are no heights in it
   */
  public static MetreSource of(
      RasterSource raster, Optional<HeightUnit> unit, Consumer<String> warnings)
      throws IOException {
    List<String> doubts = new ArrayList<>();
    KnownUnit known = UnitSurvey.of(raster, unit, doubts);
    doubts.forEach(warnings);
    return new MetreSource(raster, known);
  }

  /** Takes over a raster whose heights are in a unit, after their declared scale and offset. */
  MetreSource(RasterSource raster, KnownUnit unit) {
    this.heights = PhysicalSource.of(raster);
    this.unit = unit;
    this.metres = unit.unit().metres();
    BandInfo band =
        new BandInfo(
            heights.info().bands().get(0).description(),
            BandInfo.Role.GRAY,
            OptionalDouble.empty(),
            Double.SIZE,
            1,
            0,
            HeightUnit.METRE.toString());
    this.info = heights.info().withBands(SampleType.FLOAT64, List.of(band));
  }

  /** Whether a height in metres is one that plants, or the noise over bare ground, can have. */
  static boolean isPossible(double height) {
    return height > LEAST_HEIGHT && height < MAX_HEIGHT;
  }

  /** What the raster's heights were in. */
  public KnownUnit unit() {
    return unit;
  }

  @Override
  public RasterInfo info() {
    return info;
  }

  @Override
  public PixelBlock read(Window window, int... bands) throws IOException {
    PixelBlock block = heights.read(window, 0);
    for (int i = 0; i < block.samples().length; i++) {
      double height = block.samples()[i] * metres;
      block.valid()[i] &= isPossible(height);
      block.samples()[i] = block.valid()[i] ? Math.max(0, height) : 0;
    }
    return block;
  }

  @Override
  public void close() throws IOException {
    heights.close();
  }
}

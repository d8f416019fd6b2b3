package org.gramscape.canopy;

import java.util.List;
import java.util.OptionalDouble;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterSpec.BandScale;
import org.gramscape.geoio.raster.SampleType;

/** How heights and spreads are stored in a map. */
public enum HeightStorage {
  /** Metres; {@value CanopyHeight#NODATA} is no data. */
  FLOAT32(SampleType.FLOAT32, 1, CanopyHeight.NODATA),
  /** Centimetres with a declared scale; 65535 is no data. */
  UINT16(SampleType.UINT16, 0.01, 65_535),
  /** Half metres with a declared scale; 255 is no data. */
  UINT8(SampleType.UINT8, 0.5, 255);

  private final SampleType type;
  private final double scale;
  private final double nodata;

  HeightStorage(SampleType type, double scale, double nodata) {
    this.type = type;
    this.scale = scale;
    this.nodata = nodata;
  }

  SampleType type() {
    return type;
  }

  /** Metres a stored step. */
  double scale() {
    return scale;
  }

  OptionalDouble nodata() {
    return OptionalDouble.of(nodata);
  }

  /** What stored values of heights, spreads and flags stand for; empty if for themselves. */
  List<BandScale> scales(int bands) {
    if (scale == 1) {
      return List.of();
    }
    BandScale metres = new BandScale(scale, 0);
    return List.of(metres, metres, new BandScale(1, 0)).subList(0, bands);
  }

  /**
   * Turns the metres of the first two bands into stored values; the greatest that there is stands
   * for all above.
   */
  void store(PixelBlock metres) {
    if (scale == 1) {
      return;
    }
    for (int i = 0; i < Math.min(metres.bands(), 2) * metres.window().size(); i++) {
      metres.samples()[i] = Math.min(Math.rint(metres.samples()[i] / scale), nodata - 1);
    }
  }
}

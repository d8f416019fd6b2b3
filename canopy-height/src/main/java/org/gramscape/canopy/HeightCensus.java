package org.gramscape.canopy;

import java.util.ArrayList;
import java.util.List;
import org.gramscape.geoio.raster.PixelBlock;

/** Counts heights as a map's rows go by. */
final class HeightCensus {
  private final long[] counts = new long[HeightQuality.CLASSES];
  private long pixels;
  private long known;

  /**
   * @param rows heights in metres in the first band
   */
  void observe(PixelBlock rows) {
    int size = rows.window().size();
    pixels += size;
    for (int i = 0; i < size; i++) {
      if (rows.valid()[i]) {
        int of = (int) (rows.samples()[i] / HeightQuality.CLASS_METRES);
        counts[Math.min(of, counts.length - 1)]++;
        known++;
      }
    }
  }

  HeightQuality quality(List<String> warnings) {
    List<Double> shares = new ArrayList<>();
    for (long count : counts) {
      shares.add(known == 0 ? 0 : (double) count / known);
    }
    return new HeightQuality(1 - (double) known / pixels, shares, warnings);
  }
}

package org.gramscape.tiling;

import org.gramscape.geoio.raster.SampleType;

/**
 * Stored samples to what a model sees: scaled, less the mean, in standard deviations. Looked up in
 * a table where the type has few values, as most scenes' have.
 */
final class SampleNormaliser {
  private static final int TABLE_BYTES = 2;

  private final int[] bands;
  private final SampleScaling scaling;
  private final Normalisation normalisation;

  /** For each band what the type's values from the least on become; none for large types. */
  private final float[][] tables;

  private final int least;

  /**
   * @param bands their places in the file, in the model's order
   */
  SampleNormaliser(
      SampleType type, int[] bands, SampleScaling scaling, Normalisation normalisation) {
    this.bands = bands;
    this.scaling = scaling;
    this.normalisation = normalisation;
    boolean small = !type.isFloat() && type.bytes() <= TABLE_BYTES;
    this.least = small ? (int) type.min() : 0;
    this.tables = small ? new float[bands.length][] : new float[0][];
    for (int band = 0; band < tables.length; band++) {
      tables[band] = new float[(int) type.max() - least + 1];
      for (int i = 0; i < tables[band].length; i++) {
        tables[band][i] = normalised(band, least + i);
      }
    }
  }

  /**
   * Fills {@code to} from {@code offset} on with the band's samples of the same places.
   *
   * @param pixels which pixels are valid, from 0 on; the others become 0
   */
  void apply(
      int band, double[] stored, boolean[] validSamples, boolean[] pixels, int offset, float[] to) {
    if (tables.length > 0) {
      float[] table = tables[band];
      for (int i = 0; i < pixels.length; i++) {
        if (pixels[i] && validSamples[offset + i]) {
          to[offset + i] = table[(int) stored[offset + i] - least];
        }
      }
      return;
    }
    for (int i = 0; i < pixels.length; i++) {
      if (pixels[i] && validSamples[offset + i]) {
        to[offset + i] = normalised(band, stored[offset + i]);
      }
    }
  }

  private float normalised(int band, double stored) {
    float scaled = scaling.scale(bands[band], stored);
    return (scaled - normalisation.mean()[band]) / normalisation.standardDeviation()[band];
  }
}

package org.gramscape.landcover;

import org.gramscape.model.FeatureExtractor;
import org.gramscape.model.FeatureMap;
import org.gramscape.model.ImageNormalisation;
import org.gramscape.model.Layers;
import org.gramscape.model.ModelInfo;
import org.gramscape.model.Precision;

/** A backbone whose three features are a patch's mean colour. */
final class ColorModel implements FeatureExtractor {
  static final int PATCH = 16;
  private static final int BANDS = 3;

  private final String sha256;

  ColorModel(String sha256) {
    this.sha256 = sha256;
  }

  @Override
  public ModelInfo info() {
    return new ModelInfo(
        "color", "fake", 0, BANDS, 2, PATCH, ImageNormalisation.SAT_493M, 0.6, sha256, "none");
  }

  @Override
  public Precision precision() {
    return Precision.FP32;
  }

  @Override
  public FeatureMap extract(float[] image, int height, int width, Layers layers) {
    int columns = width / PATCH;
    float[] values = new float[height / PATCH * columns * BANDS];
    for (int band = 0; band < BANDS; band++) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          int patch = y / PATCH * columns + x / PATCH;
          values[patch * BANDS + band] += image[(band * height + y) * width + x] / (PATCH * PATCH);
        }
      }
    }
    return new FeatureMap(BANDS, height / PATCH, columns, values);
  }

  @Override
  public long workingMemory(int height, int width) {
    return 0;
  }

  @Override
  public void close() {}
}

package org.gramscape.training.probe;

import org.gramscape.model.FeatureExtractor;
import org.gramscape.model.FeatureMap;
import org.gramscape.model.ImageNormalisation;
import org.gramscape.model.Layers;
import org.gramscape.model.ModelInfo;
import org.gramscape.model.Precision;

/** A backbone of patches of one pixel of a metre, whose features are the pixel's colours. */
final class PixelModel implements FeatureExtractor {
  private static final int BANDS = 3;

  @Override
  public ModelInfo info() {
    return new ModelInfo(
        "pixels", "fake", 0, BANDS, 1, 1, ImageNormalisation.SAT_493M, 1, "", "none");
  }

  @Override
  public Precision precision() {
    return Precision.FP32;
  }

  @Override
  public FeatureMap extract(float[] image, int height, int width, Layers layers) {
    int size = height * width;
    float[] values = new float[image.length];
    for (int i = 0; i < image.length; i++) {
      values[i % size * BANDS + i / size] = image[i];
    }
    return new FeatureMap(BANDS, height, width, values);
  }

  @Override
  public long workingMemory(int height, int width) {
    return 0;
  }

  @Override
  public void close() {}
}

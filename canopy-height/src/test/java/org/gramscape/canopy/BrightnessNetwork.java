package org.gramscape.canopy;

import java.util.Arrays;
import org.gramscape.model.HeightNetwork;
import org.gramscape.model.ImageNormalisation;
import org.gramscape.model.ModelInfo;
import org.gramscape.model.Precision;
import org.gramscape.model.dpt.DepthBins;
import org.gramscape.model.dpt.DepthConfig;
import org.gramscape.model.dpt.DptConfig;

/** A network for which a pixel is as high as it is red, in metres, and never surer than by two. */
final class BrightnessNetwork implements HeightNetwork {
  static final float SPREAD = 2;
  static final double METRES = 30;

  @Override
  public ModelInfo info() {
    return new ModelInfo(
        "brightness", "fake", 0, 1, 1, 16, ImageNormalisation.CHMV2, 0.6, "a", "none");
  }

  @Override
  public Precision precision() {
    return Precision.FP32;
  }

  @Override
  public DepthConfig head() {
    return new DepthConfig(DptConfig.CHMV2, DepthBins.CHMV2);
  }

  @Override
  public String headSha256() {
    return "head";
  }

  @Override
  public float[] predict(float[] image, int height, int width) {
    if (height % SIDE_MULTIPLE != 0 || width % SIDE_MULTIPLE != 0) {
      throw new IllegalArgumentException(height + " x " + width);
    }
    float[] values = new float[2 * height * width];
    Arrays.fill(values, height * width, values.length, SPREAD);
    float mean = info().normalisation().mean()[0];
    float deviation = info().normalisation().standardDeviation()[0];
    for (int i = 0; i < height * width; i++) {
      values[i] = (float) METRES * (image[i] * deviation + mean);
    }
    return values;
  }

  @Override
  public long workingMemory(int height, int width) {
    return 0;
  }

  @Override
  public void close() {}
}

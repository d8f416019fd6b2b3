package org.gramscape.canopy;

import org.gramscape.model.FeatureExtractor;
import org.gramscape.model.FeatureMap;
import org.gramscape.model.ImageNormalisation;
import org.gramscape.model.Layers;
import org.gramscape.model.ModelInfo;
import org.gramscape.model.Precision;

/** A backbone whose 16 features are the mean red of the 4 x 4 cells of a patch. */
final class BrightnessModel implements FeatureExtractor {
  private static final int PATCH = 16;
  private static final int CELLS = 4;

  private final String sha256;

  BrightnessModel(String sha256) {
    this.sha256 = sha256;
  }

  @Override
  public ModelInfo info() {
    return new ModelInfo(
        "brightness",
        "fake",
        0,
        CELLS * CELLS,
        2,
        PATCH,
        ImageNormalisation.SAT_493M,
        0.6,
        sha256,
        "none");
  }

  @Override
  public Precision precision() {
    return Precision.FP32;
  }

  @Override
  public FeatureMap extract(float[] image, int height, int width, Layers layers) {
    int rows = height / PATCH;
    int columns = width / PATCH;
    int side = PATCH / CELLS;
    float[] values = new float[rows * columns * CELLS * CELLS];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int patch = y / PATCH * columns + x / PATCH;
        int cell = y % PATCH / side * CELLS + x % PATCH / side;
        values[patch * CELLS * CELLS + cell] += image[y * width + x] / (side * side);
      }
    }
    return new FeatureMap(CELLS * CELLS, rows, columns, values);
  }

  @Override
  public long workingMemory(int height, int width) {
    return 0;
  }

  @Override
  public void close() {}
}

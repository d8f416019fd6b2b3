package org.gramscape.training.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.gramscape.model.FeatureMap;
import org.gramscape.model.ImageNormalisation;
import org.gramscape.model.Layers;
import org.gramscape.model.ModelInfo;
import org.junit.jupiter.api.Test;

class ColorTextureModelTest {
  private static final int SIDE = 64;
  private static final int PATCH = 16;
  private static final int PER_SCALE = 8;

  private static final ColorTextureModel FEATURES =
      new ColorTextureModel(
          new ModelInfo("", "", 0, 0, 1, PATCH, ImageNormalisation.SAT_493M, 0.6, "", ""));

  private interface Paint {
    double at(int band, int row, int column);
  }

  /** Of an image in [0, 1]. */
  private static FeatureMap of(Paint paint) {
    float[] mean = ImageNormalisation.SAT_493M.mean();
    float[] deviation = ImageNormalisation.SAT_493M.standardDeviation();
    float[] image = new float[3 * SIDE * SIDE];
    for (int i = 0; i < image.length; i++) {
      int band = i / (SIDE * SIDE);
      double value = paint.at(band, i / SIDE % SIDE, i % SIDE);
      image[i] = (float) ((value - mean[band]) / deviation[band]);
    }
    return FEATURES.extract(image, SIDE, SIDE, Layers.LAST);
  }

  private static float feature(FeatureMap map, int row, int column, int scale, int which) {
    return map.values()[(row * map.width() + column) * map.channels() + scale * PER_SCALE + which];
  }

  @Test
  void aPlainImageHasItsColourAndNoTexture() {
    FeatureMap map = of((band, row, column) -> 0.2 + 0.2 * band);

    assertThat(map.height()).isEqualTo(4);
    for (int patch = 0; patch < 16; patch++) {
      for (int scale = 0; scale < 4; scale++) {
        double[] expected = {0.2, 0.4, 0.6, 0.4, 0, 0.2 / 0.601, 0, 0};
        for (int f = 0; f < PER_SCALE; f++) {
          assertThat(feature(map, patch / 4, patch % 4, scale, f))
              .isCloseTo((float) expected[f], within(1e-3f));
        }
      }
    }
  }

  @Test
  void aChessboardHasItsDeviationAndARampItsGradient() {
    FeatureMap board = of((band, row, column) -> (row + column) % 2 == 0 ? 0.3 : 0.7);
    FeatureMap ramp = of((band, row, column) -> 0.01 * column);

    assertThat(feature(board, 1, 1, 1, 6)).isCloseTo(0.2f, within(1e-4f));
    assertThat(feature(ramp, 1, 1, 1, 7)).isCloseTo(0.02f, within(1e-5f));
  }

  @Test
  void widerSquaresSeeFurther() {
    FeatureMap map = of((band, row, column) -> column < 32 ? 0 : 1);

    // The second patch ends at column 32.
    assertThat(feature(map, 1, 1, 0, 0)).isCloseTo(0, within(1e-6f));
    assertThat(feature(map, 1, 1, 1, 0)).isCloseTo(0, within(1e-6f));
    assertThat(feature(map, 1, 1, 2, 0)).isCloseTo(0.25f, within(1e-5f));
    assertThat(feature(map, 1, 1, 3, 0)).isCloseTo(24 / 56f, within(1e-5f));
  }
}

package org.gramscape.training.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StableComponentsTest {
  private static final int SIDE = 12;

  /** Three directions of falling strength among eight channels. */
  private static SceneFeatures scene(double first, double second, double third) throws Exception {
    Random random = new Random(4);
    float[] values = new float[SIDE * SIDE * 8];
    for (int patch = 0; patch < SIDE * SIDE; patch++) {
      values[patch * 8 + 1] = (float) (first * random.nextGaussian());
      values[patch * 8 + 4] = (float) (second * random.nextGaussian());
      values[patch * 8 + 6] = (float) (third * random.nextGaussian());
    }
    boolean[] valid = new boolean[SIDE * SIDE];
    Arrays.fill(valid, true);
    return new SceneFeatures(Painted.place(0, 1), 8, SIDE, SIDE, values, valid);
  }

  private static double[][] channels(SceneFeatures scene, int... channels) {
    double[][] numbers = new double[3][SIDE * SIDE];
    for (int k = 0; k < 3; k++) {
      for (int patch = 0; patch < SIDE * SIDE; patch++) {
        int channel = Math.abs(channels[k]);
        numbers[k][patch] = Math.signum(channels[k]) * scene.values()[patch * 8 + channel];
      }
    }
    return numbers;
  }

  @Test
  void theyComeInTheOrderAndWithTheSignsOfWhatTheyAreLike() throws Exception {
    SceneFeatures scene = scene(5, 3, 2);
    double[][] like = channels(scene, -6, 1, -4);

    double[][] stable = StableComponents.of(scene, like);

    for (int k = 0; k < 3; k++) {
      for (int patch = 0; patch < SIDE * SIDE; patch++) {
        assertThat(stable[k][patch] - stable[k][0])
            .isCloseTo(like[k][patch] - like[k][0], within(1.5));
      }
    }
  }

  @Test
  void theyStayWhenStrengthsChangePlaces() throws Exception {
    double[][] before = StableComponents.of(scene(5, 3, 2), channels(scene(5, 3, 2), 1, 4, 6));
    double[][] after = StableComponents.of(scene(2, 3, 5), before);

    // The channels' noise is the same, but for its strength.
    for (int patch = 0; patch < SIDE * SIDE; patch++) {
      assertThat(after[0][patch] - after[0][0])
          .isCloseTo((before[0][patch] - before[0][0]) * 2 / 5, within(1.5));
    }
  }

  @Test
  void whatIsNotValidHasNoPart() throws Exception {
    SceneFeatures scene = scene(5, 3, 2);
    scene.valid()[7] = false;
    double[][] like = channels(scene, 1, 4, 6);
    double[][] stable = StableComponents.of(scene, like);
    Arrays.fill(scene.values(), 7 * 8, 8 * 8, 1e6f);

    assertThat(StableComponents.of(scene, like)).isDeepEqualTo(stable);
    assertThat(stable[0][7]).isZero();
  }
}

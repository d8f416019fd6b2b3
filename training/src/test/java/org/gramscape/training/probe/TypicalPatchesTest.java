package org.gramscape.training.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TypicalPatchesTest {

  @Test
  void eachGroupOfColoursHasOne() {
    Random random = new Random(1);
    double[][] colors = new double[3][300];
    for (int patch = 0; patch < 300; patch++) {
      for (int band = 0; band < 3; band++) {
        colors[band][patch] = (patch % 3 == band ? 200 : 60) + 10 * random.nextGaussian();
      }
    }
    boolean[] valid = new boolean[300];
    Arrays.fill(valid, true);

    int[] typical = TypicalPatches.of(colors, valid);

    assertThat(Arrays.stream(typical).map(patch -> patch % 3)).containsExactlyInAnyOrder(0, 1, 2);
    for (int patch : typical) {
      for (int band = 0; band < 3; band++) {
        double middle = patch % 3 == band ? 200 : 60;
        assertThat(Math.abs(colors[band][patch] - middle)).as("typical").isLessThan(12);
      }
    }
    assertThat(TypicalPatches.of(colors, valid)).isEqualTo(typical);
  }

  @Test
  void onePatchIsEnough() {
    boolean[] valid = {false, true, false};

    assertThat(TypicalPatches.of(new double[3][3], valid)).containsExactly(1, 1, 1);
  }
}

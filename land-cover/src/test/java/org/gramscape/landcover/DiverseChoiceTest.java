package org.gramscape.landcover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What weighs more and is unlike what is there is chosen. */
class DiverseChoiceTest {
  private static final float[] EAST = {1, 0, 0};
  private static final float[] NORTH = {0, 1, 0};
  private static final float[] UP = {0, 0, 1};
  private static final int DRAWS = 4000;

  @Test
  void weightsSayHowOften() {
    double[] weights = {1, 3, 0};
    int[] counts = new int[3];
    for (int seed = 0; seed < DRAWS; seed++) {
      counts[choose(new float[][] {EAST, NORTH, UP}, weights, 1, seed)[0]]++;
    }

    assertThat(counts[1] / (double) DRAWS).isCloseTo(0.75, within(0.03));
    assertThat(counts[2]).isZero();
  }

  @Test
  void whatIsLikeTheChosenIsNotChosenToo() {
    float[][] vectors = {EAST, EAST, EAST, NORTH};
    for (int seed = 0; seed < 50; seed++) {
      int[] chosen = choose(vectors, new double[] {1, 1, 1, 1}, 4, seed);
      assertThat(chosen).hasSize(2).contains(3);
    }
  }

  @Test
  void distanceToTheAvoidedSaysHowOften() {
    float near = 0.1f;
    float[] beside = {(float) Math.sqrt(1 - near * near), near, 0};
    int besides = 0;
    for (int seed = 0; seed < DRAWS; seed++) {
      DiverseChoice choice = new DiverseChoice(new float[][] {beside, NORTH});
      choice.avoid(EAST);
      besides += choice.choose(new double[] {1, 1}, 1, new SplittableRandom(seed))[0] == 0 ? 1 : 0;
    }

    double squared = 2 - 2 * beside[0];
    assertThat(besides / (double) DRAWS).isCloseTo(squared / (squared + 2), within(0.004));
  }

  @Test
  void whatIsAvoidedAltogetherIsNeverChosen() {
    DiverseChoice choice = new DiverseChoice(new float[][] {EAST, NORTH});
    choice.avoid(EAST);
    choice.avoid(NORTH);

    assertThat(choice.choose(new double[] {1, 1}, 2, new SplittableRandom(1))).isEmpty();
  }

  private static int[] choose(float[][] vectors, double[] weights, int count, int seed) {
    int[] chosen = new DiverseChoice(vectors).choose(weights, count, new SplittableRandom(seed));
    assertThat(Arrays.stream(chosen).distinct()).hasSize(chosen.length);
    return chosen;
  }
}

package org.gramscape.landcover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class WeighedClassesTest {
  /** Doubtful between two classes at 0, and sure of either far from it. */
  private static final Classifier BALANCED =
      new LinearClassifier(true, new float[] {1, -1}, new float[2]);

  /** One place in ten is surely of class 1. */
  private static final float[][] GROUND = new float[10][];

  static {
    for (int i = 0; i < GROUND.length; i++) {
      GROUND[i] = new float[] {i == 0 ? -50 : 50};
    }
  }

  private static float shareOfDoubtful(float[][] ground, int labels) {
    float[] shares = new float[2];
    WeighedClasses.byShare(BALANCED, ground, labels).classify(new float[1], shares);
    assertThat(shares[0] + shares[1]).isCloseTo(1, within(1e-6f));
    return shares[0];
  }

  @Test
  void whereAllIsDoubtfulTheCommonClassIsLikelier() {
    assertThat(shareOfDoubtful(GROUND, 1_000_000)).isCloseTo(0.9f, within(1e-3f));
  }

  @Test
  void fewLabelsSayLessOfHowCommonClassesAre() {
    // Five labels count for half: the square root of 9 to 1.
    assertThat(shareOfDoubtful(GROUND, 5)).isCloseTo(0.75f, within(1e-3f));
    assertThat(shareOfDoubtful(GROUND, 1)).isBetween(0.5f, 0.6f);
  }

  @Test
  void withoutGroundNothingIsWeighed() {
    assertThat(WeighedClasses.byShare(BALANCED, new float[0][], 100)).isSameAs(BALANCED);
  }

  @Test
  void aClassThatIsNowhereKeepsSharesFinite() {
    float[][] ground = {{1e30f}};

    assertThat(shareOfDoubtful(ground, 1_000)).isBetween(0.99f, 1f);
  }
}

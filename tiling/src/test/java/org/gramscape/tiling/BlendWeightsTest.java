package org.gramscape.tiling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class BlendWeightsTest {

  @Property
  void weightsAreSymmetricAndNeverZeroAndLeastAtTheEdge(
      @ForAll @IntRange(min = 1, max = 2000) int tile) {
    double[] weights = BlendWeights.taper(tile);
    for (int i = 0; i < tile; i++) {
      assertThat(weights[i]).isPositive().isEqualTo(weights[tile - 1 - i]);
      if (i > 0 && i <= (tile - 1) / 2) {
        assertThat(weights[i]).isGreaterThan(weights[i - 1]);
      }
    }
    // at the pixel's centre: the first of n has sin^2(pi / 2n)
    assertThat(weights[0]).isCloseTo(Math.pow(Math.sin(Math.PI / 2 / tile), 2), within(1e-15));
  }

  @Property(tries = 300)
  void theWeightsOfAPixelSumToOne(
      @ForAll @IntRange(min = 1, max = 300) int length,
      @ForAll @IntRange(min = 1, max = 100) int tile,
      @ForAll @IntRange(min = 0, max = 99) int overlap) {
    Assume.that(overlap < tile);
    TileAxis axis = new TileAxis(length, tile, overlap);
    double[] sums = new double[length];
    for (int index = 0; index < axis.count(); index++) {
      double[] weights = BlendWeights.of(axis, index);
      for (int i = 0; i < weights.length; i++) {
        assertThat(weights[i]).isPositive();
        sums[axis.start(index) + i] += weights[i];
      }
    }
    for (double sum : sums) {
      assertThat(sum).isCloseTo(1, within(1e-13));
    }
  }
}

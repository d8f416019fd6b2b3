package org.gramscape.landcover;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Chooses vectors that are unlike each other: the seeding of k-means++ (Arthur and Vassilvitskii
 * 2007), each with a probability in proportion to its weight and its squared distance from the
 * nearest of those chosen before.
 */
final class DiverseChoice {
  private final float[][] vectors;
  private final double[] distances;

  /**
   * @param vectors of length 1 each
   */
  DiverseChoice(float[][] vectors) {
    this.vectors = vectors;
    this.distances = new double[vectors.length];
    Arrays.fill(distances, 2);
  }

  /** Counts a vector as chosen, whether it is one of these or not. */
  void avoid(float[] chosen) {
    for (int i = 0; i < distances.length; i++) {
      distances[i] = Math.min(distances[i], squaredDistance(chosen, vectors[i]));
    }
  }

  /**
   * Chooses some.
   *
   * @param weights {@code [vectors]}, none negative
   * @param count at most; fewer if no others differ from them
   * @return their indices, in the order of choice
   */
  int[] choose(double[] weights, int count, SplittableRandom random) {
    int[] chosen = new int[Math.min(count, vectors.length)];
    for (int n = 0; n < chosen.length; n++) {
      double total = 0;
      for (int i = 0; i < distances.length; i++) {
        total += weights[i] * distances[i];
      }
      if (!(total > 0)) {
        return Arrays.copyOf(chosen, n);
      }
      double left = random.nextDouble() * total;
      for (int i = 0; i < distances.length && left >= 0; i++) {
        double share = weights[i] * distances[i];
        chosen[n] = share > 0 ? i : chosen[n];
        left -= share;
      }
      avoid(vectors[chosen[n]]);
      distances[chosen[n]] = 0;
    }
    return chosen;
  }

  private static double squaredDistance(float[] a, float[] b) {
    return Math.max(0, 2 - 2 * UnitVectors.dot(a, b));
  }
}

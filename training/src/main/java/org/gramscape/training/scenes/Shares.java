package org.gramscape.training.scenes;

import java.util.Arrays;

/** How often each scene is drawn. */
final class Shares {
  private Shares() {}

  /**
   * Shares that sum to 1, in proportion to sizes but none above {@code most}; where there are too
   * few for that, all are the same.
   *
   * @param sizes above 0
   */
  static double[] capped(double[] sizes, double most) {
    double[] sorted = sizes.clone();
    Arrays.sort(sorted);
    double left = Arrays.stream(sorted).sum();
    double limit = Double.POSITIVE_INFINITY;
    // Of the largest, as many get the same limit as exceed their share of what is left then.
    for (int capped = 1; capped <= sorted.length; capped++) {
      double largest = sorted[sorted.length - capped];
      double free = 1 - (capped - 1) * most;
      if (free > 0 && largest / left * free <= most) {
        break;
      }
      left -= largest;
      double others = 1 - capped * most;
      limit = others > 0 && left > 0 ? left * most / others : sorted[0];
    }
    double[] shares = new double[sizes.length];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = Math.min(sizes[i], limit);
    }
    double sum = Arrays.stream(shares).sum();
    for (int i = 0; i < shares.length; i++) {
      shares[i] /= sum;
    }
    return shares;
  }
}

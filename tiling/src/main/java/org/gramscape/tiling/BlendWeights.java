package org.gramscape.tiling;

/**
 * How much each tile counts where tiles overlap.
 *
 * <p>A pixel {@code i} of {@code n} has the weight {@code sin^2(pi (i + 1/2) / n)}: sampled at
 * pixel centres, symmetric, never zero, and least at the edges, where a transformer's tokens know
 * least of their surroundings. Divided by the sum over all tiles that cover the pixel, the weights
 * of a pixel sum to 1 and the blend needs no division afterwards.
 */
final class BlendWeights {

  private BlendWeights() {}

  /** The weights of a tile's pixels before the division. */
  static double[] taper(int n) {
    double[] weights = new double[n];
    for (int i = 0; i < n; i++) {
      // from the nearer end, so that both ends are the same to the last bit
      double sine = Math.sin(Math.PI * (Math.min(i, n - 1 - i) + 0.5) / n);
      weights[i] = sine * sine;
    }
    return weights;
  }

  /** The weights of window {@code index}'s pixels that lie in the raster. */
  static double[] of(TileAxis axis, int index) {
    double[] taper = taper(axis.tile());
    int start = axis.start(index);
    double[] sums = new double[axis.extent()];
    for (int other = firstTouching(axis, index); other < axis.count(); other++) {
      int shift = axis.start(other) - start;
      if (shift >= axis.tile()) {
        break;
      }
      for (int i = Math.max(0, shift); i < Math.min(sums.length, shift + axis.tile()); i++) {
        sums[i] += taper[i - shift];
      }
    }
    double[] weights = new double[sums.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = taper[i] / sums[i];
    }
    return weights;
  }

  private static int firstTouching(TileAxis axis, int index) {
    int first = index;
    while (first > 0 && axis.start(first - 1) + axis.tile() > axis.start(index)) {
      first--;
    }
    return first;
  }
}

package org.gramscape.tiling;

/**
 * Brings planes from one grid onto another that covers the same ground.
 *
 * <p>Each axis for itself: the area average where pixels get fewer, bilinear between pixel centres
 * where they get more, held constant in the outer half pixel. Weights sum to 1, so a constant stays
 * what it is.
 */
public final class Resampling {

  /** Below this part of a pixel that is valid, rounding decides: it counts as none. */
  private static final double NO_AREA = 1e-9;

  private final Axis across;
  private final Axis down;

  private Resampling(Axis across, Axis down) {
    this.across = across;
    this.down = down;
  }

  public static Resampling between(int fromWidth, int fromHeight, int toWidth, int toHeight) {
    return new Resampling(Axis.between(fromWidth, toWidth), Axis.between(fromHeight, toHeight));
  }

  /** {@code [planes, height, width]}, every value valid. */
  public float[] apply(float[] from, int planes) {
    if (isIdentity()) {
      return from;
    }
    float[] to = new float[planes * toSize()];
    for (int plane = 0; plane < planes; plane++) {
      double[] sums = sums(plane(from, plane));
      for (int i = 0; i < sums.length; i++) {
        to[plane * toSize() + i] = (float) sums[i];
      }
    }
    return to;
  }

  /** {@code [planes, height, width]}: the weighted mean of what is valid, 0 where nothing is. */
  public float[] apply(float[] from, int planes, boolean[] valid) {
    if (isIdentity()) {
      return from;
    }
    double[] weights = sums(weights(valid));
    float[] to = new float[planes * toSize()];
    for (int plane = 0; plane < planes; plane++) {
      double[] values = plane(from, plane);
      for (int i = 0; i < values.length; i++) {
        values[i] = valid[i] ? values[i] : 0;
      }
      double[] sums = sums(values);
      for (int i = 0; i < sums.length; i++) {
        to[plane * toSize() + i] = weights[i] > NO_AREA ? (float) (sums[i] / weights[i]) : 0;
      }
    }
    return to;
  }

  /** {@code [height, width]}: true where any valid pixel counts. */
  public boolean[] apply(boolean[] valid) {
    if (isIdentity()) {
      return valid;
    }
    double[] weights = sums(weights(valid));
    boolean[] to = new boolean[weights.length];
    for (int i = 0; i < to.length; i++) {
      to[i] = weights[i] > NO_AREA;
    }
    return to;
  }

  private boolean isIdentity() {
    return across.from == across.to() && down.from == down.to();
  }

  private int toSize() {
    return across.to() * down.to();
  }

  private double[] plane(float[] values, int plane) {
    double[] doubles = new double[across.from * down.from];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = values[plane * doubles.length + i];
    }
    return doubles;
  }

  private static double[] weights(boolean[] valid) {
    double[] weights = new double[valid.length];
    for (int i = 0; i < valid.length; i++) {
      weights[i] = valid[i] ? 1 : 0;
    }
    return weights;
  }

  /** Weighted sums of a plane, first along its rows, then along its columns. */
  private double[] sums(double[] plane) {
    int width = across.to();
    double[] rows = new double[down.from * width];
    for (int row = 0; row < down.from; row++) {
      for (int column = 0; column < width; column++) {
        double[] weights = across.weights[column];
        int first = row * across.from + across.first[column];
        double sum = 0;
        for (int k = 0; k < weights.length; k++) {
          sum += weights[k] * plane[first + k];
        }
        rows[row * width + column] = sum;
      }
    }
    double[] sums = new double[toSize()];
    for (int row = 0; row < down.to(); row++) {
      double[] weights = down.weights[row];
      for (int k = 0; k < weights.length; k++) {
        int from = (down.first[row] + k) * width;
        for (int column = 0; column < width; column++) {
          sums[row * width + column] += weights[k] * rows[from + column];
        }
      }
    }
    return sums;
  }

  /** Which pixels of an axis, from {@code first[i]} on, make pixel {@code i} of another. */
  private record Axis(int from, int[] first, double[][] weights) {

    static Axis between(int from, int to) {
      int[] first = new int[to];
      double[][] weights = new double[to][];
      double ratio = (double) from / to;
      for (int i = 0; i < to; i++) {
        if (from > to) {
          average(i, from, to, first, weights);
        } else {
          interpolate((i + 0.5) * ratio - 0.5, i, from, first, weights);
        }
      }
      return new Axis(from, first, weights);
    }

    /** Pixel {@code i} covers [i, i + 1) * from / to; in whole numbers of 1 / to of a pixel. */
    private static void average(int i, int from, int to, int[] first, double[][] weights) {
      long start = (long) i * from;
      long end = start + from;
      first[i] = (int) (start / to);
      int last = (int) ((end - 1) / to);
      weights[i] = new double[last - first[i] + 1];
      for (int k = 0; k < weights[i].length; k++) {
        long pixel = (long) (first[i] + k) * to;
        weights[i][k] = (double) (Math.min(end, pixel + to) - Math.max(start, pixel)) / from;
      }
    }

    private static void interpolate(
        double centre, int i, int from, int[] first, double[][] weights) {
      int before = (int) Math.floor(centre);
      double fraction = centre - before;
      if (before < 0 || before + 1 >= from || fraction == 0) {
        first[i] = Math.max(0, Math.min(before, from - 1));
        weights[i] = new double[] {1};
      } else {
        first[i] = before;
        weights[i] = new double[] {1 - fraction, fraction};
      }
    }

    int to() {
      return first.length;
    }
  }
}

package org.gramscape.model.resample;

/**
 * What every sample of a resized line takes from the samples of the original one. The corners of
 * both cover the same ground.
 *
 * @param first the first sample that each new one takes from
 * @param weights of it and of those that follow; each row sums to 1
 * @param length of the original line
 */
public record ResampleWeights(int[] first, float[][] weights, int length) {

  /**
   * Weights of a resize.
   *
   * @param antialias whether the kernel is stretched when the line gets shorter, so that nothing is
   *     passed over; then samples beyond the ends are left out, without, the outermost stand in for
   *     them
   */
  public static ResampleWeights of(int from, int to, Kernel kernel, boolean antialias) {
    double step = (double) from / to;
    double stretch = antialias ? Math.max(step, 1) : 1;
    int[] first = new int[to];
    float[][] weights = new float[to][];
    for (int i = 0; i < to; i++) {
      double center = (i + 0.5) * step;
      double reach = kernel.radius() * stretch;
      int begin = (int) Math.floor(center - reach + 0.5);
      int end = (int) Math.floor(center + reach + 0.5);
      first[i] = Math.max(begin, 0);
      double[] row = new double[Math.min(end, from) - first[i]];
      double sum = 0;
      for (int k = begin; k < end; k++) {
        boolean inside = k >= 0 && k < from;
        if (antialias && !inside) {
          continue;
        }
        double weight = kernel.at((k + 0.5 - center) / stretch);
        row[Math.min(Math.max(k, 0), from - 1) - first[i]] += weight;
        sum += weight;
      }
      weights[i] = new float[row.length];
      for (int k = 0; k < row.length; k++) {
        weights[i][k] = (float) (row[k] / sum);
      }
    }
    return new ResampleWeights(first, weights, from);
  }

  /** All weights as a matrix {@code [to, from]}, row by row. */
  public float[] matrix() {
    float[] matrix = new float[first.length * length];
    for (int i = 0; i < first.length; i++) {
      System.arraycopy(weights[i], 0, matrix, i * length + first[i], weights[i].length);
    }
    return matrix;
  }
}

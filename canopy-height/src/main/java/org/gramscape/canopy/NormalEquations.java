package org.gramscape.canopy;

/**
 * The sums over samples (x, y) from which every least-squares fit of y on x follows, and its error
 * on the same samples too; samples themselves are not kept.
 *
 * <p>x has {@code features} numbers, y has {@code targets}. Sums are of doubles; memory grows with
 * the square of {@code features}, not with the number of samples.
 */
final class NormalEquations {
  private final int features;
  private final int targets;
  private final double[] sumX;
  private final double[] sumY;
  private final double[] sumYy;

  /** {@code xx[i][j]} for {@code j <= i}. */
  private final double[][] xx;

  private final double[][] xy;
  private long count;

  NormalEquations(int features, int targets) {
    this.features = features;
    this.targets = targets;
    this.sumX = new double[features];
    this.sumY = new double[targets];
    this.sumYy = new double[targets];
    this.xy = new double[features][targets];
    this.xx = new double[features][];
    for (int i = 0; i < features; i++) {
      xx[i] = new double[i + 1];
    }
  }

  int features() {
    return features;
  }

  int targets() {
    return targets;
  }

  long count() {
    return count;
  }

  /** Adds the sample whose features start at {@code offset} of {@code x}. */
  void add(float[] x, int offset, float[] y) {
    count++;
    for (int i = 0; i < features; i++) {
      double xi = x[offset + i];
      double[] row = xx[i];
      for (int j = 0; j <= i; j++) {
        row[j] += xi * x[offset + j];
      }
      for (int t = 0; t < targets; t++) {
        xy[i][t] += xi * y[t];
      }
      sumX[i] += xi;
    }
    for (int t = 0; t < targets; t++) {
      sumY[t] += y[t];
      sumYy[t] += (double) y[t] * y[t];
    }
  }

  void add(NormalEquations other) {
    count += other.count;
    accumulate(sumX, other.sumX);
    accumulate(sumY, other.sumY);
    accumulate(sumYy, other.sumYy);
    for (int i = 0; i < features; i++) {
      accumulate(xx[i], other.xx[i]);
      accumulate(xy[i], other.xy[i]);
    }
  }

  double meanX(int i) {
    return sumX[i] / count;
  }

  double meanY(int t) {
    return sumY[t] / count;
  }

  /** The mean of the product of two features, {@code j <= i}. */
  double meanProduct(int i, int j) {
    return xx[i][j] / count;
  }

  double meanProductWithTarget(int i, int t) {
    return xy[i][t] / count;
  }

  /** The covariance of two features, {@code j <= i}. */
  double covariance(int i, int j) {
    return xx[i][j] / count - meanX(i) * meanX(j);
  }

  double covarianceWithTarget(int i, int t) {
    return xy[i][t] / count - meanX(i) * meanY(t);
  }

  /** The sum over samples of the squared deviation of target {@code t} from {@code centre}. */
  double squaredDeviation(int t, double centre) {
    return sumYy[t] - 2 * centre * sumY[t] + count * centre * centre;
  }

  /** The sum over samples of {@code (y[t] - weights · x - intercept)²}, at least 0. */
  double squaredError(int t, double[] weights, double intercept) {
    double quadratic = 0;
    double cross = 0;
    double linear = 0;
    for (int i = 0; i < features; i++) {
      double row = 0;
      for (int j = 0; j < i; j++) {
        row += weights[j] * xx[i][j];
      }
      quadratic += weights[i] * (2 * row + weights[i] * xx[i][i]);
      cross += weights[i] * xy[i][t];
      linear += weights[i] * sumX[i];
    }
    double error = squaredDeviation(t, intercept) - 2 * cross + quadratic + 2 * intercept * linear;
    return Math.max(0, error);
  }

  private static void accumulate(double[] sums, double[] more) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += more[i];
    }
  }
}

package org.gramscape.canopy;

/** Normal equations in standardised features: the correlation matrix and what is solved with it. */
final class StandardisedSystem {
  private final NormalEquations sums;
  private final double[] scale;
  private final double[][] correlation;

  /** Weights {@code [targets][features]} and intercepts on features as they came. */
  record Solution(double[][] weights, double[] intercepts) {}

  StandardisedSystem(NormalEquations sums) {
    this.sums = sums;
    int n = sums.features();
    this.scale = new double[n];
    this.correlation = new double[n][];
    for (int i = 0; i < n; i++) {
      double variance = sums.covariance(i, i);
      // What rounding leaves of a constant feature's variance is not a scale to divide by.
      double noise = 1e-10 * (1 + sums.meanX(i) * sums.meanX(i));
      scale[i] = variance > noise ? Math.sqrt(variance) : Double.POSITIVE_INFINITY;
      correlation[i] = new double[i + 1];
      for (int j = 0; j <= i; j++) {
        correlation[i][j] = sums.covariance(i, j) / scale[i] / scale[j];
      }
    }
  }

  Solution solve(double penalty) {
    Cholesky factor = factor(penalty);
    double[][] weights = new double[sums.targets()][];
    double[] intercepts = new double[sums.targets()];
    for (int t = 0; t < sums.targets(); t++) {
      double[] w = weights(factor, t);
      intercepts[t] = sums.meanY(t);
      for (int i = 0; i < w.length; i++) {
        w[i] /= scale[i];
        intercepts[t] -= w[i] * sums.meanX(i);
      }
      weights[t] = w;
    }
    return new Solution(weights, intercepts);
  }

  /** The fit to keep. */
  RidgeRegression regression(double penalty) {
    int features = sums.features();
    int targets = sums.targets();
    Cholesky factor = factor(penalty);
    float[] mean = new float[features];
    float[] inverseScale = new float[features];
    float[] weights = new float[targets * features];
    float[] intercepts = new float[targets];
    for (int i = 0; i < features; i++) {
      mean[i] = (float) sums.meanX(i);
      inverseScale[i] = (float) (1 / scale[i]);
    }
    for (int t = 0; t < targets; t++) {
      double[] w = weights(factor, t);
      for (int i = 0; i < features; i++) {
        weights[t * features + i] = (float) w[i];
      }
      intercepts[t] = (float) sums.meanY(t);
    }
    return new RidgeRegression(mean, inverseScale, weights, intercepts);
  }

  private Cholesky factor(double penalty) {
    double[][] penalised = new double[correlation.length][];
    for (int i = 0; i < penalised.length; i++) {
      penalised[i] = correlation[i].clone();
      penalised[i][i] += penalty;
    }
    return Cholesky.of(penalised);
  }

  /** On standardised features. */
  private double[] weights(Cholesky factor, int target) {
    double[] covariance = new double[scale.length];
    for (int i = 0; i < covariance.length; i++) {
      covariance[i] = sums.covarianceWithTarget(i, target) / scale[i];
    }
    return factor.solve(covariance);
  }
}

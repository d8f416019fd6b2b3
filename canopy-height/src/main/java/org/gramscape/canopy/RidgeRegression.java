package org.gramscape.canopy;

/**
 * A linear prediction of several targets with a spread that grows where features are unlike those
 * it was fitted to.
 *
 * <p>With {@code z = (x - mean) * inverseScale}: {@code y = weights z + intercepts}, and the
 * variance of target t's error is {@code deviations[t]² (1 + h(x)) / (1 + typicalLeverage)} with
 * the leverage {@code h(x) = (1 + z' (R + penalty I)⁻¹ z) / n} and R the correlation of the
 * features.
 *
 * @param mean {@code [features]}
 * @param inverseScale {@code [features]}; 0 for a feature that was constant
 * @param weights {@code [targets, features]} on standardised features
 * @param intercepts {@code [targets]}
 * @param deviations {@code [targets]}, standard deviation of the error at a sample of typical
 *     leverage
 * @param factor lower triangle of the Cholesky factor of {@code R + penalty I}, row by row
 * @param samples n
 * @param typicalLeverage the mean of h over the samples
 */
record RidgeRegression(
    float[] mean,
    float[] inverseScale,
    float[] weights,
    float[] intercepts,
    float[] deviations,
    float[] factor,
    long samples,
    double typicalLeverage) {

  RidgeRegression {
    int features = mean.length;
    if (inverseScale.length != features
        || weights.length != features * intercepts.length
        || deviations.length != intercepts.length
        || factor.length != features * (features + 1) / 2) {
      throw new IllegalArgumentException("the parts of a ridge regression do not fit together");
    }
  }

  int features() {
    return mean.length;
  }

  int targets() {
    return intercepts.length;
  }

  /**
   * Predicts the targets of the sample whose features start at {@code offset} of {@code x}.
   *
   * @param values receives {@code [targets]}
   */
  void predict(float[] x, int offset, float[] values) {
    values(standardised(x, offset), values);
  }

  /**
   * Predicts the targets and how far they may be off.
   *
   * @param values receives {@code [targets]}
   * @param spreads receives one standard deviation of each {@code [targets]}
   */
  void predict(float[] x, int offset, float[] values, float[] spreads) {
    double[] z = standardised(x, offset);
    values(z, values);
    double growth = Math.sqrt((1 + leverage(z)) / (1 + typicalLeverage));
    for (int t = 0; t < targets(); t++) {
      spreads[t] = (float) (deviations[t] * growth);
    }
  }

  private double[] standardised(float[] x, int offset) {
    double[] z = new double[features()];
    for (int i = 0; i < z.length; i++) {
      z[i] = (x[offset + i] - mean[i]) * (double) inverseScale[i];
    }
    return z;
  }

  private void values(double[] z, float[] values) {
    for (int t = 0; t < targets(); t++) {
      double value = intercepts[t];
      for (int i = 0; i < z.length; i++) {
        value += weights[t * z.length + i] * z[i];
      }
      values[t] = (float) value;
    }
  }

  /** h(x), by forward substitution: {@code z' (L L')⁻¹ z = |L⁻¹ z|²}. */
  private double leverage(double[] z) {
    double[] u = new double[z.length];
    double square = 0;
    int row = 0;
    for (int i = 0; i < z.length; i++) {
      double value = z[i];
      for (int j = 0; j < i; j++) {
        value -= factor[row + j] * u[j];
      }
      u[i] = value / factor[row + i];
      square += u[i] * u[i];
      row += i + 1;
    }
    return (1 + square) / samples;
  }
}

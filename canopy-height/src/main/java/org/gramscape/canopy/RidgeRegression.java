package org.gramscape.canopy;

/**
 * A linear prediction of several targets: with {@code z = (x - mean) * inverseScale} it is {@code y
 * = weights z + intercepts}.
 *
 * @param mean {@code [features]}
 * @param inverseScale {@code [features]}; 0 for a feature that was constant
 * @param weights {@code [targets, features]} on standardised features
 * @param intercepts {@code [targets]}
 */
record RidgeRegression(float[] mean, float[] inverseScale, float[] weights, float[] intercepts) {

  RidgeRegression {
    if (inverseScale.length != mean.length || weights.length != mean.length * intercepts.length) {
      throw new IllegalArgumentException("the parts of a ridge regression do not fit together");
    }
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
    double[] z = new double[mean.length];
    for (int i = 0; i < z.length; i++) {
      z[i] = (x[offset + i] - mean[i]) * (double) inverseScale[i];
    }
    for (int t = 0; t < targets(); t++) {
      double value = intercepts[t];
      for (int i = 0; i < z.length; i++) {
        value += weights[t * z.length + i] * z[i];
      }
      values[t] = (float) value;
    }
  }
}

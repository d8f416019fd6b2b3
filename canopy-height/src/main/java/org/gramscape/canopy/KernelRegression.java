package org.gramscape.canopy;

/**
 * Heights and their spread by likeness to {@link Landmarks}: kernel ridge regression.
 *
 * <p>With the likeness k to each landmark the height is {@code meanHeight + Σ heightWeights k} and
 * the variance of its error {@code heightVariance + Σ varianceWeights k}. So what is like nothing
 * that was seen has the mean of all known heights, and a spread of their own deviation.
 *
 * @param heightWeights {@code [landmarks]}
 * @param varianceWeights {@code [landmarks]}
 * @param meanHeight in metres
 * @param heightVariance in square metres
 * @param leastVariance in square metres: no height is surer
 */
record KernelRegression(
    Landmarks landmarks,
    float[] heightWeights,
    float[] varianceWeights,
    float meanHeight,
    float heightVariance,
    float leastVariance) {

  KernelRegression {
    if (heightWeights.length != landmarks.count()
        || varianceWeights.length != landmarks.count()
        || !Float.isFinite(meanHeight)
        || !Float.isFinite(heightVariance)
        || !(leastVariance >= 0)) {
      throw new IllegalArgumentException("the parts of a kernel regression do not fit together");
    }
  }

  /**
   * Predicts.
   *
   * @param features {@code [n, features]}
   * @return {@code [2, n]}: heights, at least 0, and one standard deviation of each, in metres
   */
  float[] predict(float[] features) {
    float[] likeness = landmarks.likeness(features);
    int count = landmarks.count();
    int n = likeness.length / count;
    float[] values = new float[2 * n];
    for (int i = 0; i < n; i++) {
      double height = meanHeight + weighted(heightWeights, likeness, i * count);
      double variance = heightVariance + weighted(varianceWeights, likeness, i * count);
      values[i] = (float) Math.max(0, height);
      values[n + i] = (float) Math.sqrt(Math.max(leastVariance, variance));
    }
    return values;
  }

  /** The sum of the likenesses that start at {@code first}, weighted. */
  static double weighted(float[] weights, float[] likeness, int first) {
    double sum = 0;
    for (int l = 0; l < weights.length; l++) {
      sum += weights[l] * likeness[first + l];
    }
    return sum;
  }
}

package org.gramscape.canopy;

import java.util.stream.DoubleStream;

/**
 * Fits a {@link KernelRegression} to heights, and then to the squares of its errors on samples that
 * were held out: the spread is large where heights were hard to tell on other ground.
 *
 * @param regression fitted to all samples
 * @param penalty of the heights, see {@link LandmarkWeights}
 * @param rmse root mean squared error in metres of the held-out predictions
 * @param r2 1 - (held-out squared error) / (squared deviation from the mean)
 */
record KernelFit(KernelRegression regression, double penalty, double rmse, double r2) {
  /** More add little: their numbers are what a head's file consists of. */
  private static final int MOST_LANDMARKS = 500;

  /** The least variance, as a part of the mean squared error. */
  private static final double LEAST_SHARE = 0.05;

  /**
   * Fits.
   *
   * @param features {@code [samples, features]}
   * @param heights {@code [samples]}, in metres
   * @param folds {@code [samples]}, the number of each one's fold, from 0; at least two differ
   */
  static KernelFit of(float[] features, double[] heights, int[] folds) {
    Landmarks landmarks =
        Landmarks.among(features, features.length / heights.length, MOST_LANDMARKS);
    float[] likeness = landmarks.likeness(features);
    float[] among = landmarks.likeness();
    double mean = DoubleStream.of(heights).average().orElseThrow();
    double variance =
        DoubleStream.of(heights).map(h -> (h - mean) * (h - mean)).average().orElse(0);

    LandmarkWeights fit = LandmarkWeights.of(likeness, among, minus(heights, mean), folds);
    double[] squares = new double[heights.length];
    for (int i = 0; i < squares.length; i++) {
      squares[i] = Math.pow(Math.max(0, mean + fit.heldOut()[i]) - heights[i], 2);
    }
    double error = DoubleStream.of(squares).average().orElseThrow();
    LandmarkWeights spread = LandmarkWeights.of(likeness, among, minus(squares, variance), folds);
    return new KernelFit(
        new KernelRegression(
            landmarks,
            fit.weights(),
            spread.weights(),
            (float) mean,
            (float) variance,
            (float) (LEAST_SHARE * error)),
        fit.penalty(),
        Math.sqrt(error),
        1 - error / variance);
  }

  private static double[] minus(double[] values, double origin) {
    return DoubleStream.of(values).map(value -> value - origin).toArray();
  }
}

package org.gramscape.canopy;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * Fits a {@link KernelRegression} to heights, and then to the squares of its errors on cells that
 * were held out: the spread is large where heights were hard to tell on other ground.
 *
 * @param regression fitted to all cells
 * @param penalty of the heights, see {@link LandmarkRegression}
 * @param rmse root mean squared error in metres of the held-out predictions
 * @param r2 1 - (held-out squared error) / (squared deviation from the mean)
 */
record KernelFit(KernelRegression regression, double penalty, double rmse, double r2) {
  /** With fewer, heights depend on which are drawn; more add nothing but time and a longer file. */
  private static final int MOST_LANDMARKS = 1_000;

  /**
   * Shares of squared distances that colours may have. They tell much of scenes alike and mislead
   * where another flight has others, so a greater share has to be worth it.
   */
  private static final double[] COLOR_SHARES = {0.1, 0.3, 0.6, 0.9};

  /** What a greater share of colours has to make of the held-out error. */
  private static final double WORTHWHILE = 0.97;

  /** Enough to choose that share by: errors are only compared with each other. */
  private static final int MOST_TRIED_CELLS = 4_000;

  private static final int MOST_TRIED_LANDMARKS = 200;

  /** The least variance, as a part of the mean squared error. */
  private static final double LEAST_SHARE = 0.05;

  /**
   * Fits.
   *
   * @param cells of at least two folds
   */
  static KernelFit of(KnownCells cells) {
    Landmarks landmarks = landmarks(cells, colorShare(cells), MOST_LANDMARKS);
    LandmarkRegression regression = regression(landmarks, cells);
    double mean = mean(cells.heights());
    double variance = mean(squared(minus(cells.heights(), mean)));

    LandmarkWeights heights = regression.fit(minus(cells.heights(), mean));
    double[] squares = squaredErrors(heights, cells);
    double error = mean(squares);
    LandmarkWeights spread = regression.fit(minus(squares, variance));
    return new KernelFit(
        new KernelRegression(
            landmarks,
            heights.weights(),
            spread.weights(),
            (float) mean,
            (float) variance,
            (float) (LEAST_SHARE * error)),
        heights.penalty(),
        Math.sqrt(error),
        1 - error / variance);
  }

  /** The least, unless a greater one is worth it. */
  private static double colorShare(KnownCells cells) {
    KnownCells some = cells.thinned(MOST_TRIED_CELLS);
    double best = COLOR_SHARES[0];
    double leastError = Double.POSITIVE_INFINITY;
    for (double share : COLOR_SHARES) {
      LandmarkRegression regression =
          regression(landmarks(some, share, MOST_TRIED_LANDMARKS), some);
      LandmarkWeights heights = regression.fit(minus(some.heights(), mean(some.heights())));
      double error = Math.sqrt(mean(squaredErrors(heights, some)));
      if (error < WORTHWHILE * leastError) {
        best = share;
        leastError = error;
      }
    }
    return best;
  }

  private static Landmarks landmarks(KnownCells cells, double colorShare, int most) {
    double[] shares = new double[cells.channels()];
    int seen = shares.length - cells.colors();
    Arrays.fill(shares, 0, seen, (1 - colorShare) / seen);
    Arrays.fill(shares, seen, shares.length, colorShare / cells.colors());
    return Landmarks.among(cells.features(), shares, most);
  }

  private static LandmarkRegression regression(Landmarks landmarks, KnownCells cells) {
    return new LandmarkRegression(
        landmarks.likeness(cells.features()), landmarks.likeness(), cells.folds());
  }

  /** Of the heights that were predicted of cells held out, none of them below the ground. */
  private static double[] squaredErrors(LandmarkWeights heights, KnownCells cells) {
    double mean = mean(cells.heights());
    double[] squares = new double[cells.count()];
    for (int i = 0; i < squares.length; i++) {
      squares[i] = Math.pow(Math.max(0, mean + heights.heldOut()[i]) - cells.heights()[i], 2);
    }
    return squares;
  }

  private static double mean(double[] values) {
    return DoubleStream.of(values).average().orElseThrow();
  }

  private static double[] minus(double[] values, double origin) {
    return DoubleStream.of(values).map(value -> value - origin).toArray();
  }

  private static double[] squared(double[] values) {
    return DoubleStream.of(values).map(value -> value * value).toArray();
  }
}

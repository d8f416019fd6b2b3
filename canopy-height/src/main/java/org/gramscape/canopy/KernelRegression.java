package org.gramscape.canopy;

import java.util.Arrays;
import org.gramscape.model.kernel.InnerProducts;

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
  private static final int ROWS_AT_ONCE = 4;

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
   * Predicts for the cells of a tile.
   *
   * @return {@code [2, rows, columns]}: heights, at least 0, and one standard deviation of each, in
   *     metres
   */
  float[] predict(CellFeatures cells) {
    CellLikeness likeness = new CellLikeness(landmarks, cells);
    float[] values = new float[2 * cells.rows() * cells.columns()];
    for (int first = 0; first < cells.rows(); first += ROWS_AT_ONCE) {
      int end = Math.min(first + ROWS_AT_ONCE, cells.rows());
      predict(likeness.rows(first, end), values, first * cells.columns());
    }
    return values;
  }

  /** Writes heights from {@code first} on, and spreads from there in the second half. */
  private void predict(float[] likeness, float[] values, int first) {
    int count = landmarks.count();
    float[] weights = Arrays.copyOf(heightWeights, 2 * count);
    System.arraycopy(varianceWeights, 0, weights, count, count);
    float[] sums = InnerProducts.of(likeness, weights, count);
    for (int i = 0; i < sums.length / 2; i++) {
      float variance = Math.max(leastVariance, heightVariance + sums[2 * i + 1]);
      values[first + i] = Math.max(0, meanHeight + sums[2 * i]);
      values[values.length / 2 + first + i] = (float) Math.sqrt(variance);
    }
  }

  /**
   * Bytes that predicting takes.
   *
   * @param patches of a tile
   * @param rows of its cells
   * @param columns of its cells
   */
  long workingMemory(long patches, long rows, long columns) {
    return CellLikeness.workingMemory(landmarks, patches, rows * columns, ROWS_AT_ONCE * columns)
        + 2 * Float.BYTES * rows * columns;
  }
}

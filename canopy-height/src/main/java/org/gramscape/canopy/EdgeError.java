package org.gramscape.canopy;

/**
 * How much the edges of a prediction differ from those of the truth, after Tolan et al. 2024: the
 * sum of the differences of the slopes' sizes, over the sum of the slopes. 0 where all edges are
 * alike, 1 where none is.
 *
 * <p>Takes rows from top to bottom; slopes are from the cell before to the cell after.
 */
final class EdgeError {
  private double difference;
  private double sum;
  private final double[][] predictions = new double[3][];
  private final double[][] truths = new double[3][];

  /** Takes the next row; NaN where a cell does not count. */
  void addRow(double[] prediction, double[] truth) {
    push(predictions, prediction);
    push(truths, truth);
    if (truths[0] == null) {
      return;
    }
    for (int x = 1; x + 1 < truth.length; x++) {
      double predicted = slope(predictions, x);
      double known = slope(truths, x);
      if (!Double.isNaN(predicted + known)) {
        difference += Math.abs(predicted - known);
        sum += predicted + known;
      }
    }
  }

  private static void push(double[][] rows, double[] row) {
    rows[0] = rows[1];
    rows[1] = rows[2];
    rows[2] = row;
  }

  private static double slope(double[][] rows, int x) {
    return Math.hypot(rows[1][x + 1] - rows[1][x - 1], rows[2][x] - rows[0][x]);
  }

  void add(EdgeError other) {
    difference += other.difference;
    sum += other.sum;
  }

  /** NaN if there is no edge in either. */
  double value() {
    return sum > 0 ? difference / sum : Double.NaN;
  }
}

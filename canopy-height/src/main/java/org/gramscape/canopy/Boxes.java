package org.gramscape.canopy;

/** Means over squares. */
final class Boxes {
  private Boxes() {}

  /**
   * The mean around each pixel, of those that are known.
   *
   * @param values row by row; NaN where not known
   * @param reach pixels to each side of the one in the middle
   * @return NaN where nothing around is known
   */
  static double[] means(double[] values, int columns, int reach) {
    int rows = values.length / columns;
    double[] sums = new double[(rows + 1) * (columns + 1)];
    int[] counts = new int[sums.length];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        int i = (row + 1) * (columns + 1) + column + 1;
        double value = values[row * columns + column];
        boolean known = !Double.isNaN(value);
        int above = i - columns - 1;
        sums[i] = (known ? value : 0) + sums[i - 1] + sums[above] - sums[above - 1];
        counts[i] = (known ? 1 : 0) + counts[i - 1] + counts[above] - counts[above - 1];
      }
    }
    double[] means = new double[values.length];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        int top = Math.max(0, row - reach) * (columns + 1);
        int bottom = Math.min(rows, row + reach + 1) * (columns + 1);
        int left = Math.max(0, column - reach);
        int right = Math.min(columns, column + reach + 1);
        int count =
            counts[bottom + right]
                - counts[bottom + left]
                - counts[top + right]
                + counts[top + left];
        double sum =
            sums[bottom + right] - sums[bottom + left] - sums[top + right] + sums[top + left];
        means[row * columns + column] = count > 0 ? sum / count : Double.NaN;
      }
    }
    return means;
  }
}

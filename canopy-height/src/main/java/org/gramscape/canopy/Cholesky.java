package org.gramscape.canopy;

/** The lower triangular L with {@code L L' = A} of a symmetric positive definite A. */
final class Cholesky {
  /**
   * So many use an earlier column while it is near the processor: memory is what this waits for.
   */
  private static final int COLUMNS_AT_ONCE = 16;

  /**
   * Of L from the last row up to the diagonal, column j with n - j numbers. So a row has the same
   * index in all columns, which the compiler makes vectors of.
   */
  private final double[][] columns;

  private Cholesky(double[][] columns) {
    this.columns = columns;
  }

  /**
   * Factorises A (Golub and Van Loan, Matrix Computations, section 4.2).
   *
   * @param lowerTriangle of A by rows, row i with i + 1 numbers
   * @throws ArithmeticException if A is not positive definite
   */
  static Cholesky of(double[][] lowerTriangle) {
    int n = lowerTriangle.length;
    double[][] columns = new double[n][];
    for (int first = 0; first < n; first += COLUMNS_AT_ONCE) {
      int end = Math.min(first + COLUMNS_AT_ONCE, n);
      for (int j = first; j < end; j++) {
        columns[j] = new double[n - j];
        for (int i = j; i < n; i++) {
          columns[j][n - 1 - i] = lowerTriangle[i][j];
        }
      }
      for (int k = 0; k < end; k++) {
        if (k >= first) {
          finish(columns[k], k);
        }
        for (int j = Math.max(first, k + 1); j < end; j++) {
          subtract(columns[j], columns[k][n - 1 - j], columns[k]);
        }
      }
    }
    return new Cholesky(columns);
  }

  /** Once all earlier columns are taken off it. */
  private static void finish(double[] column, int number) {
    double diagonal = column[column.length - 1];
    if (!(diagonal > 0)) {
      throw new ArithmeticException("not positive definite at row " + number + ": " + diagonal);
    }
    double pivot = Math.sqrt(diagonal);
    for (int i = 0; i < column.length; i++) {
      column[i] /= pivot;
    }
  }

  /** The part of a column, times a factor, that another one has too. */
  private static void subtract(double[] from, double factor, double[] column) {
    for (int i = 0; i < from.length; i++) {
      from[i] -= factor * column[i];
    }
  }

  /** The x with {@code A x = b}. */
  double[] solve(double[] b) {
    int n = b.length;
    double[] x = b.clone();
    for (int j = 0; j < n; j++) {
      x[j] /= columns[j][n - 1 - j];
      for (int i = j + 1; i < n; i++) {
        x[i] -= columns[j][n - 1 - i] * x[j];
      }
    }
    for (int j = n - 1; j >= 0; j--) {
      double rest = x[j];
      for (int i = j + 1; i < n; i++) {
        rest -= columns[j][n - 1 - i] * x[i];
      }
      x[j] = rest / columns[j][n - 1 - j];
    }
    return x;
  }
}

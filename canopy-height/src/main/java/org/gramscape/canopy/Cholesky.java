package org.gramscape.canopy;

/**
 * The lower triangular L with {@code L L' = A} of a symmetric positive definite A.
 *
 * <p>Triangular matrices are arrays of rows, row i with i + 1 numbers.
 */
final class Cholesky {
  private final double[][] rows;

  private Cholesky(double[][] rows) {
    this.rows = rows;
  }

  /**
   * Factorises A, given by its lower triangle (Golub and Van Loan, Matrix Computations, section
   * 4.2).
   *
   * @throws ArithmeticException if A is not positive definite
   */
  static Cholesky of(double[][] lowerTriangle) {
    int n = lowerTriangle.length;
    double[][] rows = new double[n][];
    for (int i = 0; i < n; i++) {
      double[] row = lowerTriangle[i].clone();
      for (int j = 0; j < i; j++) {
        row[j] = (row[j] - dot(row, rows[j], j)) / rows[j][j];
      }
      double pivot = row[i] - dot(row, row, i);
      if (!(pivot > 0)) {
        throw new ArithmeticException("not positive definite at row " + i + ": " + pivot);
      }
      row[i] = Math.sqrt(pivot);
      rows[i] = row;
    }
    return new Cholesky(rows);
  }

  /** The x with {@code A x = b}. */
  double[] solve(double[] b) {
    double[] x = b.clone();
    for (int i = 0; i < x.length; i++) {
      x[i] = (x[i] - dot(x, rows[i], i)) / rows[i][i];
    }
    for (int i = x.length - 1; i >= 0; i--) {
      x[i] /= rows[i][i];
      for (int j = 0; j < i; j++) {
        x[j] -= rows[i][j] * x[i];
      }
    }
    return x;
  }

  /** Four partial sums, so that the additions do not wait for each other. */
  private static double dot(double[] a, double[] b, int length) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i + 3 < length; i += 4) {
      s0 += a[i] * b[i];
      s1 += a[i + 1] * b[i + 1];
      s2 += a[i + 2] * b[i + 2];
      s3 += a[i + 3] * b[i + 3];
    }
    for (; i < length; i++) {
      s0 += a[i] * b[i];
    }
    return (s0 + s1) + (s2 + s3);
  }
}

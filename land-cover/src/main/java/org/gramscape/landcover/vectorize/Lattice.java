package org.gramscape.landcover.vectorize;

/** A corner of pixels as one number, in row order. */
final class Lattice {
  private Lattice() {}

  static long point(int column, int row) {
    return (long) row << 32 | column;
  }

  static int column(long point) {
    return (int) point;
  }

  static int row(long point) {
    return (int) (point >> 32);
  }
}

package org.gramscape.landcover.vectorize;

/**
 * Looks for vertices of the coverage in triangles, by the bits of the rows that they cover: exact,
 * and without a spatial index.
 */
final class VertexSearch {
  private final BitPlane vertices;
  private final int scale;

  /**
   * @param scale corners of triangles lie on a lattice this many times as fine as the pixels'
   */
  VertexSearch(BitPlane vertices, int scale) {
    this.vertices = vertices;
    this.scale = scale;
  }

  /** Whether a triangle, its sides included, holds no vertex but its corners. */
  boolean isFree(long... corners) {
    int top = Math.min(Lattice.row(corners[0]), Lattice.row(corners[1]));
    int bottom = Math.max(Lattice.row(corners[0]), Lattice.row(corners[1]));
    top = Math.min(top, Lattice.row(corners[2]));
    bottom = Math.max(bottom, Lattice.row(corners[2]));
    for (int row = -Math.floorDiv(-top, scale); row * scale <= bottom; row++) {
      if (!isFree(row, corners)) {
        return false;
      }
    }
    return true;
  }

  private boolean isFree(int row, long[] corners) {
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    for (int k = 0; k < 3; k++) {
      long from = corners[k];
      long to = corners[(k + 1) % 3];
      if (Lattice.row(from) > Lattice.row(to)) {
        long swap = from;
        from = to;
        to = swap;
      }
      long height = Lattice.row(to) - Lattice.row(from);
      long down = (long) row * scale - Lattice.row(from);
      if (down < 0 || down > height) {
        continue;
      }
      if (height == 0) {
        first = Math.min(first, Math.min(Lattice.column(from), Lattice.column(to)));
        last = Math.max(last, Math.max(Lattice.column(from), Lattice.column(to)));
      } else {
        long across = (Lattice.column(to) - Lattice.column(from)) * down;
        first = Math.min(first, Lattice.column(from) - Math.floorDiv(-across, height));
        last = Math.max(last, Lattice.column(from) + Math.floorDiv(across, height));
      }
    }
    return first > last || isFree(row, first, last, corners);
  }

  private boolean isFree(int row, long first, long last, long[] corners) {
    int column = vertices.nextSet((int) -Math.floorDiv(-first, (long) scale), row);
    while (column >= 0 && (long) column * scale <= last) {
      long point = Lattice.point(column * scale, row * scale);
      if (point != corners[0] && point != corners[1] && point != corners[2]) {
        return false;
      }
      column = vertices.nextSet(column + 1, row);
    }
    return true;
  }
}

package org.gramscape.landcover.vectorize;

import java.util.BitSet;

/**
 * The lattice points that are vertices of the coverage: one bit a point, for all polygons at once.
 *
 * <p>A polygon's ring is its region's boundary seen at these points only. Two polygons that share a
 * boundary therefore share its vertices, whatever points are in the set.
 */
final class CoverageVertices {
  private final Regions regions;
  private final int stride;
  private final BitSet points;

  /** Every point where a boundary bends, ends or branches. */
  CoverageVertices(Regions regions) {
    this.regions = regions;
    this.stride = regions.width() + 1;
    this.points = new BitSet(stride * (regions.height() + 1));
    for (int row = 0; row <= regions.height(); row++) {
      for (int column = 0; column <= regions.width(); column++) {
        if (bends(column, row)) {
          points.set(point(column, row));
        }
      }
    }
  }

  /** Whether the four pixels around a point are other than all alike or parted by one line. */
  private boolean bends(int column, int row) {
    int upperLeft = regions.at(column - 1, row - 1);
    int upperRight = regions.at(column, row - 1);
    int lowerLeft = regions.at(column - 1, row);
    int lowerRight = regions.at(column, row);
    return !(upperLeft == upperRight && lowerLeft == lowerRight)
        && !(upperLeft == lowerLeft && upperRight == lowerRight);
  }

  /** Whether three or four boundaries meet at a point. */
  boolean isNode(int column, int row) {
    int upperLeft = regions.at(column - 1, row - 1);
    int upperRight = regions.at(column, row - 1);
    int lowerLeft = regions.at(column - 1, row);
    int lowerRight = regions.at(column, row);
    int boundaries =
        (upperLeft == upperRight ? 0 : 1)
            + (upperRight == lowerRight ? 0 : 1)
            + (lowerRight == lowerLeft ? 0 : 1)
            + (lowerLeft == upperLeft ? 0 : 1);
    return boundaries > 2;
  }

  int point(int column, int row) {
    return row * stride + column;
  }

  int column(int point) {
    return point % stride;
  }

  int row(int point) {
    return point / stride;
  }

  boolean contains(int point) {
    return points.get(point);
  }

  void remove(int point) {
    points.clear(point);
  }

  /** The first vertex at or after a point in row order, or -1. */
  int next(int point) {
    return points.nextSetBit(point);
  }

  long count() {
    return points.cardinality();
  }
}

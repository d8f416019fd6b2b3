package org.gramscape.landcover.vectorize;

/**
 * The lattice points that are vertices of the coverage: one bit a point, for all polygons at once.
 *
 * <p>A polygon's ring is its region's boundary seen at these points only. Two polygons that share a
 * boundary therefore share its vertices, whatever points are in the set.
 */
final class CoverageVertices {
  private CoverageVertices() {}

  /** Every point where a boundary bends, ends or branches. */
  static BitPlane of(Boundaries boundaries) {
    BitPlane vertices = new BitPlane(boundaries.width() + 1, boundaries.height() + 1);
    for (int row = 0; row <= boundaries.height(); row++) {
      long[] east = boundaries.across().words(row);
      long[] south = boundaries.down().words(row);
      long[] north = boundaries.down().words(row - 1);
      long[] bends = vertices.words(row);
      long carry = 0;
      for (int i = 0; i < bends.length; i++) {
        long west = east[i] << 1 | carry;
        carry = east[i] >>> 63;
        bends[i] = east[i] ^ west | south[i] ^ north[i] | east[i] & south[i];
      }
    }
    return vertices;
  }
}

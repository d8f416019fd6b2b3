package org.gramscape.landcover.vectorize;

import java.util.Arrays;

/**
 * Rings as they are drawn, from lattice points to places in pixels: column, row, column, row ...
 * Corners are sharp, or rounded off by a curve each.
 *
 * <p>The curve starts on the edge before the corner and ends on that behind it, at most half an
 * edge away, and the corner is its control point (a quadratic Bezier; with halves of edges that is
 * the limit of corner cutting, Riesenfeld 1975). It lies within the triangle of the three. A corner
 * stays sharp
 *
 * <ul>
 *   <li>where boundaries meet, and on the outline of the classified ground,
 *   <li>if another vertex lies in its triangle: as edges do not cross, an edge that came into the
 *       triangle would have to end there.
 * </ul>
 *
 * <p>So no two curves meet, and the result is a valid coverage. A corner has the same curve, to the
 * bit, in both polygons that it is in.
 */
final class RingShape {
  /** Curves start at such parts of a pixel. */
  private static final int SCALE = 1024;

  /** Straight pieces of a curve. */
  private static final int PIECES = 4;

  private final Boundaries boundaries;
  private final VertexSearch search;
  private final double reach;
  private double[] places = new double[64];
  private int count;

  /**
   * @param reach in pixels, how far from a corner its curve begins at most; 0 keeps corners sharp
   */
  RingShape(Boundaries boundaries, BitPlane vertices, double reach) {
    this.boundaries = boundaries;
    this.search = new VertexSearch(vertices, SCALE);
    this.reach = reach;
  }

  /** A ring's places; the first is not repeated. */
  double[] places(long[] ring) {
    count = 0;
    for (int i = 0; i < ring.length; i++) {
      long before = ring[i == 0 ? ring.length - 1 : i - 1];
      long after = ring[i == ring.length - 1 ? 0 : i + 1];
      if (reach > 0 && isInside(ring[i])) {
        addCorner(towards(ring[i], before), ring[i], towards(ring[i], after));
      } else {
        add(Lattice.column(ring[i]), Lattice.row(ring[i]));
      }
    }
    if (places[0] == places[count - 2] && places[1] == places[count - 1]) {
      count -= 2;
    }
    return Arrays.copyOf(places, count);
  }

  /** Whether two regions, and no more, meet at a point. */
  private boolean isInside(long point) {
    int column = Lattice.column(point);
    int row = Lattice.row(point);
    BitPlane classified = boundaries.classified();
    return boundaries.degree(column, row) == 2
        && classified.get(column - 1, row - 1)
        && classified.get(column, row - 1)
        && classified.get(column - 1, row)
        && classified.get(column, row);
  }

  /** Where a curve ends on an edge, in parts of a pixel. */
  private long towards(long corner, long end) {
    long across = Lattice.column(end) - Lattice.column(corner);
    long down = Lattice.row(end) - Lattice.row(corner);
    double share = Math.min(0.5, reach / Math.sqrt(across * across + down * down));
    long parts = (long) (SCALE * share);
    return Lattice.point(
        (int) (SCALE * Lattice.column(corner) + across * parts),
        (int) (SCALE * Lattice.row(corner) + down * parts));
  }

  private void addCorner(long start, long corner, long end) {
    long control = Lattice.point(SCALE * Lattice.column(corner), SCALE * Lattice.row(corner));
    if (start == control || end == control || !search.isFree(start, control, end)) {
      add(Lattice.column(corner), Lattice.row(corner));
      return;
    }
    for (int k = 0; k <= PIECES; k++) {
      // Whole numbers, so that the other way round gives the same places.
      long first = (PIECES - k) * (PIECES - k);
      long middle = 2 * k * (PIECES - k);
      long last = k * k;
      add(
          (first * Lattice.column(start)
                  + middle * Lattice.column(control)
                  + last * Lattice.column(end))
              / (double) (SCALE * PIECES * PIECES),
          (first * Lattice.row(start) + middle * Lattice.row(control) + last * Lattice.row(end))
              / (double) (SCALE * PIECES * PIECES));
    }
  }

  /** A place, unless it is that of before: two curves may meet in the middle of an edge. */
  private void add(double column, double row) {
    if (count > 0 && places[count - 2] == column && places[count - 1] == row) {
      return;
    }
    if (count == places.length) {
      places = Arrays.copyOf(places, 2 * count);
    }
    places[count++] = column;
    places[count++] = row;
  }
}

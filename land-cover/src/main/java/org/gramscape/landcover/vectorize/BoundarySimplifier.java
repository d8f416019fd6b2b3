package org.gramscape.landcover.vectorize;

import java.util.Arrays;

/**
 * Takes vertices out of the boundaries between regions (Visvalingam and Whyatt 1993): of each
 * boundary the vertex whose triangle with its two neighbours is smallest, until none is smaller
 * than the tolerance.
 *
 * <ul>
 *   <li>The outline of the classified ground does not change.
 *   <li>Points where boundaries meet do not move or go.
 *   <li>A vertex stays if its triangle holds another vertex, or if a region would be left without
 *       ground. So no two boundaries come to cross or touch, and the result is a valid coverage
 *       with the same regions, neighbours and holes.
 * </ul>
 *
 * <p>Vertices lie on a lattice, hence all tests are exact.
 */
final class BoundarySimplifier {
  private final Boundaries boundaries;
  private final BitPlane vertices;
  private final VertexSearch search;
  private final double largestDoubleArea;
  private final BoundaryWalk walk;
  private final BoundaryWalk twinWalk;

  /** Edges across that were walked, by their left ends. */
  private final BitPlane walked;

  /** The boundary at hand: its vertices, and which of them are still joined to which. */
  private long[] points = new long[64];

  private int[] previous = new int[64];
  private int[] next = new int[64];
  private int count;
  private int firstDirection;

  /** Candidates by (twice the triangle's area, place in the boundary). */
  private final LongHeap smallest = new LongHeap();

  /**
   * @param areaTolerance in squared pixels
   */
  BoundarySimplifier(Boundaries boundaries, BitPlane vertices, double areaTolerance) {
    this.boundaries = boundaries;
    this.vertices = vertices;
    this.search = new VertexSearch(vertices, 1);
    this.largestDoubleArea = Math.min(2 * areaTolerance, Integer.MAX_VALUE);
    this.walk = new BoundaryWalk(boundaries);
    this.twinWalk = new BoundaryWalk(boundaries);
    this.walked = new BitPlane(boundaries.width() + 1, boundaries.height() + 1);
  }

  /** Removes vertices from the set. */
  void simplify() {
    for (int row = 0; row <= boundaries.height(); row++) {
      for (int c = vertices.nextSet(0, row); c >= 0; c = vertices.nextSet(c + 1, row)) {
        if (isNode(c, row)) {
          for (int direction = BoundaryWalk.EAST; direction <= BoundaryWalk.NORTH; direction++) {
            simplifyFromNode(c, row, direction);
          }
        }
      }
    }
    for (int row = 0; row <= boundaries.height(); row++) {
      for (int c = vertices.nextSet(0, row); c >= 0; c = vertices.nextSet(c + 1, row)) {
        simplifyLoop(c, row);
      }
    }
  }

  private boolean isNode(int column, int row) {
    return boundaries.degree(column, row) > 2;
  }

  /** A boundary from node to node is met at both ends, and simplified at the lesser. */
  private void simplifyFromNode(int column, int row, int direction) {
    if (!startAt(column, row, direction)) {
      return;
    }
    int arrival;
    do {
      arrival = walk.direction();
      advance();
    } while (!isNode(walk.column(), walk.row()));
    long start = points[0];
    long end = points[count - 1];
    int wayBack = (arrival + 2) & 3;
    if (start < end || start == end && direction < wayBack) {
      removeVertices();
    }
  }

  /** A boundary without nodes is met first at its upper left corner. */
  private void simplifyLoop(int column, int row) {
    if (walked.get(column, row) || !startAt(column, row, BoundaryWalk.EAST)) {
      return;
    }
    do {
      advance();
    } while (walk.column() != column || walk.row() != row);
    removeVertices();
  }

  /** Whether a boundary with a region on both sides leaves the point in this direction. */
  private boolean startAt(int column, int row, int direction) {
    walk.start(column, row, direction);
    if (!walk.isOnBoundary() || !walk.isInside()) {
      return false;
    }
    firstDirection = direction;
    count = 0;
    append(Lattice.point(column, row));
    return true;
  }

  private void advance() {
    int column = walk.column();
    int row = walk.row();
    int direction = walk.direction();
    walk.step();
    if (direction == BoundaryWalk.EAST || direction == BoundaryWalk.WEST) {
      walked.set(Math.min(column, walk.column()), row);
    }
    if (vertices.get(walk.column(), walk.row())) {
      append(Lattice.point(walk.column(), walk.row()));
    }
  }

  private void append(long point) {
    if (count == points.length) {
      points = Arrays.copyOf(points, 2 * count);
      previous = Arrays.copyOf(previous, 2 * count);
      next = Arrays.copyOf(next, 2 * count);
    }
    points[count] = point;
    previous[count] = count - 1;
    next[count] = count + 1;
    count++;
  }

  private void removeVertices() {
    int left = count;
    boolean closed = points[0] == points[count - 1];
    for (int i = 1; i < count - 1; i++) {
      addIfSmall(i);
    }
    while (!smallest.isEmpty() && left > (closed ? 4 : 2)) {
      long candidate = smallest.removeLeast();
      int i = (int) candidate;
      if (contains(points[i])
          && candidate == candidate(i, doubleArea(i))
          && isFree(i)
          && (left > 3 || !hasStraightTwin())) {
        vertices.clear(Lattice.column(points[i]), Lattice.row(points[i]));
        next[previous[i]] = next[i];
        previous[next[i]] = previous[i];
        left--;
        addIfSmall(previous[i]);
        addIfSmall(next[i]);
      }
    }
    smallest.clear();
  }

  private void addIfSmall(int i) {
    if (i > 0 && i < count - 1) {
      long doubleArea = doubleArea(i);
      if (doubleArea <= largestDoubleArea) {
        smallest.add(candidate(i, doubleArea));
      }
    }
  }

  private static long candidate(int i, long doubleArea) {
    return doubleArea << 32 | i;
  }

  /** Twice the area of the triangle of a vertex and its neighbours. */
  private long doubleArea(int i) {
    long a = points[previous[i]];
    long b = points[i];
    long c = points[next[i]];
    long abAcross = Lattice.column(b) - Lattice.column(a);
    long abDown = Lattice.row(b) - Lattice.row(a);
    long acAcross = Lattice.column(c) - Lattice.column(a);
    long acDown = Lattice.row(c) - Lattice.row(a);
    return Math.abs(abAcross * acDown - abDown * acAcross);
  }

  /** Whether the triangle of a vertex, its sides included, holds no vertex but its corners. */
  private boolean isFree(int i) {
    return search.isFree(points[previous[i]], points[i], points[next[i]]);
  }

  private boolean contains(long point) {
    return vertices.get(Lattice.column(point), Lattice.row(point));
  }

  /** Whether another boundary already goes straight from this one's start to its end. */
  private boolean hasStraightTwin() {
    long start = points[0];
    for (int direction = BoundaryWalk.EAST; direction <= BoundaryWalk.NORTH; direction++) {
      twinWalk.start(Lattice.column(start), Lattice.row(start), direction);
      if (direction == firstDirection || !twinWalk.isOnBoundary()) {
        continue;
      }
      do {
        twinWalk.step();
      } while (!vertices.get(twinWalk.column(), twinWalk.row()));
      if (Lattice.point(twinWalk.column(), twinWalk.row()) == points[count - 1]) {
        return true;
      }
    }
    return false;
  }
}

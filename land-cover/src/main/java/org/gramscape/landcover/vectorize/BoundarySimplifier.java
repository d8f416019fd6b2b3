package org.gramscape.landcover.vectorize;

import java.util.Arrays;
import java.util.BitSet;

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
 * <p>Vertices lie on a lattice, hence all tests are exact, and the vertices in a triangle are found
 * by looking at the bits of its rows: no spatial index is needed.
 */
final class BoundarySimplifier {
  private final CoverageVertices vertices;
  private final double largestDoubleArea;
  private final BoundaryWalk walk;
  private final BoundaryWalk twinWalk;
  private final BitSet walked;

  /** The boundary at hand: its vertices, and which of them are still joined to which. */
  private int[] points = new int[64];

  private int[] previous = new int[64];
  private int[] next = new int[64];
  private int count;
  private int firstDirection;

  /** Candidates by (twice the triangle's area, place in the boundary). */
  private final LongHeap smallest = new LongHeap();

  /**
   * @param areaTolerance in squared pixels
   */
  BoundarySimplifier(Regions regions, CoverageVertices vertices, double areaTolerance) {
    this.vertices = vertices;
    this.largestDoubleArea = Math.min(2 * areaTolerance, Integer.MAX_VALUE);
    this.walk = new BoundaryWalk(regions);
    this.twinWalk = new BoundaryWalk(regions);
    this.walked = new BitSet();
  }

  /** Removes vertices from the set. */
  void simplify() {
    for (int p = vertices.next(0); p >= 0; p = vertices.next(p + 1)) {
      if (vertices.isNode(vertices.column(p), vertices.row(p))) {
        for (int direction = BoundaryWalk.EAST; direction <= BoundaryWalk.NORTH; direction++) {
          simplifyFromNode(p, direction);
        }
      }
    }
    for (int p = vertices.next(0); p >= 0; p = vertices.next(p + 1)) {
      simplifyLoop(p);
    }
  }

  /** A boundary from node to node is met at both ends, and simplified at the lesser. */
  private void simplifyFromNode(int node, int direction) {
    if (!startAt(node, direction)) {
      return;
    }
    int arrival;
    do {
      arrival = walk.direction();
      advance();
    } while (!vertices.isNode(walk.column(), walk.row()));
    int end = points[count - 1];
    int wayBack = (arrival + 2) & 3;
    if (node < end || node == end && direction < wayBack) {
      removeVertices();
    }
  }

  /** A boundary without nodes is met first at its upper left corner. */
  private void simplifyLoop(int corner) {
    if (walked.get(corner) || !startAt(corner, BoundaryWalk.EAST)) {
      return;
    }
    do {
      advance();
    } while (walk.column() != vertices.column(corner) || walk.row() != vertices.row(corner));
    removeVertices();
  }

  /** Whether a boundary with a region on both sides leaves the point in this direction. */
  private boolean startAt(int point, int direction) {
    walk.start(vertices.column(point), vertices.row(point), direction);
    int left = walk.left();
    int right = walk.right();
    if (left == right || left == Regions.NONE || right == Regions.NONE) {
      return false;
    }
    firstDirection = direction;
    count = 0;
    append(point);
    return true;
  }

  private void advance() {
    int from = vertices.point(walk.column(), walk.row());
    int direction = walk.direction();
    walk.step();
    int to = vertices.point(walk.column(), walk.row());
    if (direction == BoundaryWalk.EAST || direction == BoundaryWalk.WEST) {
      walked.set(Math.min(from, to));
    }
    if (vertices.contains(to)) {
      append(to);
    }
  }

  private void append(int point) {
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
      if (vertices.contains(points[i])
          && candidate == candidate(i, doubleArea(i))
          && isFree(i)
          && (left > 3 || !hasStraightTwin())) {
        vertices.remove(points[i]);
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
    int a = points[previous[i]];
    int b = points[i];
    int c = points[next[i]];
    long abAcross = vertices.column(b) - vertices.column(a);
    long abDown = vertices.row(b) - vertices.row(a);
    long acAcross = vertices.column(c) - vertices.column(a);
    long acDown = vertices.row(c) - vertices.row(a);
    return Math.abs(abAcross * acDown - abDown * acAcross);
  }

  /** Whether the triangle of a vertex, its sides included, holds no vertex but its corners. */
  private boolean isFree(int i) {
    int[] corners = {points[previous[i]], points[i], points[next[i]]};
    int top = Math.min(vertices.row(corners[0]), vertices.row(corners[1]));
    int bottom = Math.max(vertices.row(corners[0]), vertices.row(corners[1]));
    top = Math.min(top, vertices.row(corners[2]));
    bottom = Math.max(bottom, vertices.row(corners[2]));
    for (int row = top; row <= bottom; row++) {
      long first = Long.MAX_VALUE;
      long last = Long.MIN_VALUE;
      for (int k = 0; k < 3; k++) {
        int from = corners[k];
        int to = corners[(k + 1) % 3];
        if (vertices.row(from) > vertices.row(to)) {
          int swap = from;
          from = to;
          to = swap;
        }
        int height = vertices.row(to) - vertices.row(from);
        int down = row - vertices.row(from);
        if (down < 0 || down > height) {
          continue;
        }
        if (height == 0) {
          first = Math.min(first, Math.min(vertices.column(from), vertices.column(to)));
          last = Math.max(last, Math.max(vertices.column(from), vertices.column(to)));
        } else {
          long across = (long) (vertices.column(to) - vertices.column(from)) * down;
          first = Math.min(first, vertices.column(from) - Math.floorDiv(-across, height));
          last = Math.max(last, vertices.column(from) + Math.floorDiv(across, height));
        }
      }
      if (first <= last && holdsOther(row, (int) first, (int) last, corners)) {
        return false;
      }
    }
    return true;
  }

  private boolean holdsOther(int row, int first, int last, int[] corners) {
    int end = vertices.point(last, row);
    int p = vertices.next(vertices.point(first, row));
    while (p >= 0 && p <= end) {
      if (p != corners[0] && p != corners[1] && p != corners[2]) {
        return true;
      }
      p = vertices.next(p + 1);
    }
    return false;
  }

  /** Whether another boundary already goes straight from this one's start to its end. */
  private boolean hasStraightTwin() {
    int start = points[0];
    for (int direction = BoundaryWalk.EAST; direction <= BoundaryWalk.NORTH; direction++) {
      twinWalk.start(vertices.column(start), vertices.row(start), direction);
      if (direction == firstDirection || twinWalk.left() == twinWalk.right()) {
        continue;
      }
      int point;
      do {
        twinWalk.step();
        point = vertices.point(twinWalk.column(), twinWalk.row());
      } while (!vertices.contains(point));
      if (point == points[count - 1]) {
        return true;
      }
    }
    return false;
  }
}

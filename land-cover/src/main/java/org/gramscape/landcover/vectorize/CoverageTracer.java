package org.gramscape.landcover.vectorize;

import java.util.Arrays;
import java.util.BitSet;

/** Finds the rings of each region: the shell first, then holes, from top to bottom. */
final class CoverageTracer {
  private final CoverageVertices vertices;
  private final BoundaryWalk walk;

  /** Where rings start, region after region; those of region r are [offsets[r], offsets[r + 1]). */
  private final int[] starts;

  private final int[] offsets;

  CoverageTracer(Regions regions, CoverageVertices vertices) {
    this.vertices = vertices;
    this.walk = new BoundaryWalk(regions);
    this.offsets = new int[regions.count() + 1];
    int[] found = new int[regions.count() + 16];
    int[] regionOf = new int[found.length];
    int rings = 0;
    BitSet walked = new BitSet(vertices.point(0, regions.height()));
    for (int row = 0; row < regions.height(); row++) {
      for (int column = 0; column < regions.width(); column++) {
        int region = regions.at(column, row);
        int start = vertices.point(column, row);
        if (region != Regions.NONE && regions.at(column, row - 1) != region && !walked.get(start)) {
          if (rings == found.length) {
            found = Arrays.copyOf(found, rings + rings / 2);
            regionOf = Arrays.copyOf(regionOf, found.length);
          }
          found[rings] = start;
          regionOf[rings++] = region;
          offsets[region + 1]++;
          mark(start, walked);
        }
      }
    }
    Arrays.parallelPrefix(offsets, Integer::sum);
    starts = new int[rings];
    int[] filled = Arrays.copyOf(offsets, offsets.length);
    for (int ring = 0; ring < rings; ring++) {
      starts[filled[regionOf[ring]]++] = found[ring];
    }
  }

  /** Every ring has upper edges of its region's pixels; they tell whether it is known. */
  private void mark(int start, BitSet walked) {
    startAt(start);
    do {
      if (walk.direction() == BoundaryWalk.EAST) {
        walked.set(vertices.point(walk.column(), walk.row()));
      }
      walk.step();
    } while (!isBackAt(start));
  }

  private void startAt(int start) {
    walk.start(vertices.column(start), vertices.row(start), BoundaryWalk.EAST);
  }

  private boolean isBackAt(int start) {
    return walk.direction() == BoundaryWalk.EAST
        && vertices.point(walk.column(), walk.row()) == start;
  }

  /** How many rings a region has; the first is its shell. */
  int ringCount(int region) {
    return offsets[region + 1] - offsets[region];
  }

  /**
   * The vertices of a ring as lattice points, the region on the right hand, the first point not
   * repeated.
   */
  int[] ring(int region, int ring) {
    int start = starts[offsets[region] + ring];
    int[] points = new int[16];
    int count = 0;
    startAt(start);
    do {
      int point = vertices.point(walk.column(), walk.row());
      if (vertices.contains(point)) {
        if (count == points.length) {
          points = Arrays.copyOf(points, 2 * count);
        }
        points[count++] = point;
      }
      walk.step();
    } while (!isBackAt(start));
    return Arrays.copyOf(points, count);
  }
}

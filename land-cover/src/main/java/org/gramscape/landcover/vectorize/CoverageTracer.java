package org.gramscape.landcover.vectorize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds the rings of each region, whose pixels edges join.
 *
 * <p>A region's boundary is one or more cycles of pixel edges; each is begun at an upper edge. A
 * cycle that comes to a point twice, where the region touches itself at a corner, is taken apart
 * there: so no ring visits a point twice, and a hole may touch its shell.
 */
final class CoverageTracer {
  private final BitPlane vertices;
  private final Boundaries boundaries;
  private final BoundaryWalk walk;

  /** Where cycles start, region after region; region r's are [offsets[r], offsets[r + 1]). */
  private long[] starts;

  private final int[] offsets;

  /** Points with four boundaries on the cycle at hand. */
  private final BitPlane passed;

  private long[] points = new long[64];
  private int count;

  CoverageTracer(Regions regions, BitPlane vertices) {
    this.boundaries = regions.boundaries();
    this.vertices = vertices;
    this.walk = new BoundaryWalk(boundaries);
    this.offsets = new int[regions.count() + 1];
    this.passed = new BitPlane(boundaries.width() + 1, boundaries.height() + 1);
    findCycles(regions);
  }

  private void findCycles(Regions regions) {
    BitPlane across = boundaries.across();
    BitPlane walked = new BitPlane(boundaries.width() + 1, boundaries.height() + 1);
    RegionRows rows = new RegionRows(regions);
    long[] found = new long[regions.count() + 16];
    int[] regionOf = new int[found.length];
    int cycles = 0;
    for (int row = 0; row < boundaries.height(); row++) {
      rows.next();
      for (int c = across.nextSet(0, row); c >= 0; c = across.nextSet(c + 1, row)) {
        int region = rows.labels()[c];
        if (region != Regions.NONE && !walked.get(c, row)) {
          if (cycles == found.length) {
            found = Arrays.copyOf(found, cycles + cycles / 2);
            regionOf = Arrays.copyOf(regionOf, found.length);
          }
          found[cycles] = Lattice.point(c, row);
          regionOf[cycles++] = region;
          offsets[region + 1]++;
          mark(c, row, walked);
        }
      }
    }
    Arrays.parallelPrefix(offsets, Integer::sum);
    starts = new long[cycles];
    int[] filled = Arrays.copyOf(offsets, offsets.length);
    for (int cycle = 0; cycle < cycles; cycle++) {
      starts[filled[regionOf[cycle]]++] = found[cycle];
    }
  }

  /** Every cycle has upper edges of its region's pixels; they tell whether it is known. */
  private void mark(int column, int row, BitPlane walked) {
    walk.start(column, row, BoundaryWalk.EAST);
    do {
      if (walk.direction() == BoundaryWalk.EAST) {
        walked.set(walk.column(), walk.row());
      }
      walk.step();
    } while (!isBackAt(column, row));
  }

  private boolean isBackAt(int column, int row) {
    return walk.row() == row && walk.column() == column && walk.direction() == BoundaryWalk.EAST;
  }

  /**
   * The rings of a region, the shell first: their vertices as points of the {@link Lattice}, the
   * region on the right hand, the first not repeated.
   */
  List<long[]> rings(int region) {
    List<long[]> rings = new ArrayList<>();
    for (int cycle = offsets[region]; cycle < offsets[region + 1]; cycle++) {
      addRings(starts[cycle], rings);
    }
    int shell = 0;
    while (rings.size() > 1 && !isShell(rings.get(shell))) {
      shell++;
    }
    rings.add(0, rings.remove(shell));
    return rings;
  }

  private void addRings(long start, List<long[]> rings) {
    int column = Lattice.column(start);
    int row = Lattice.row(start);
    count = 0;
    walk.start(column, row, BoundaryWalk.EAST);
    do {
      if (vertices.get(walk.column(), walk.row())) {
        visit(walk.column(), walk.row(), rings);
      }
      walk.step();
    } while (!isBackAt(column, row));
    for (int i = 0; i < count; i++) {
      passed.clear(Lattice.column(points[i]), Lattice.row(points[i]));
    }
    rings.add(Arrays.copyOf(points, count));
  }

  private void visit(int column, int row, List<long[]> rings) {
    long point = Lattice.point(column, row);
    if (passed.get(column, row)) {
      int first = count - 1;
      while (points[first] != point) {
        passed.clear(Lattice.column(points[first]), Lattice.row(points[first]));
        first--;
      }
      rings.add(Arrays.copyOfRange(points, first, count));
      count = first + 1;
      return;
    }
    if (boundaries.degree(column, row) == 4) {
      passed.set(column, row);
    }
    if (count == points.length) {
      points = Arrays.copyOf(points, 2 * count);
    }
    points[count++] = point;
  }

  /** With the region on the right hand and rows downwards, shells turn to the positive side. */
  private static boolean isShell(long[] ring) {
    long doubleArea = 0;
    long before = ring[ring.length - 1];
    for (long point : ring) {
      doubleArea +=
          (long) Lattice.column(before) * Lattice.row(point)
              - (long) Lattice.column(point) * Lattice.row(before);
      before = point;
    }
    return doubleArea > 0;
  }
}

package org.gramscape.landcover.vectorize;

import java.util.Arrays;

/**
 * Which regions lie side by side and how many pixel edges they share, for the small ones among
 * them.
 *
 * <p>The sides of a region are in a list; that of a union is the two lists joined.
 */
final class RegionGraph {
  private static final long FREE = -1;

  /** An open-addressed table, while the graph is built; then its entries without the gaps. */
  private long[] pairs = new long[1 << 16];

  private int[] acrossEdges = new int[pairs.length];
  private int[] downEdges = new int[pairs.length];
  private int count;

  /** Each pair is two sides, 2 * pair and 2 * pair + 1, that stand in its regions' rings. */
  private int[] next;

  private final int[] last;

  /**
   * @param minSquareMetres pairs of regions that are both at least as large are left out
   */
  RegionGraph(Regions regions, double minSquareMetres) {
    Arrays.fill(pairs, FREE);
    RegionTable table = regions.table();
    boolean[] small = new boolean[table.size()];
    for (int region = 0; region < small.length; region++) {
      small[region] = table.squareMetres(region) < minSquareMetres;
    }
    count(regions, small);
    last = new int[small.length];
    link();
  }

  private void count(Regions regions, boolean[] small) {
    Boundaries boundaries = regions.boundaries();
    BitPlane across = boundaries.across();
    BitPlane down = boundaries.down();
    RegionRows rows = new RegionRows(regions);
    for (int row = 0; row < boundaries.height(); row++) {
      rows.next();
      int[] labels = rows.labels();
      int[] above = rows.above();
      for (int c = across.nextSet(0, row); c >= 0; c = across.nextSet(c + 1, row)) {
        if (isWanted(labels[c], above[c], small)) {
          int slot = slot(labels[c], above[c]);
          acrossEdges[slot]++;
        }
      }
      for (int c = down.nextSet(1, row);
          c >= 0 && c < labels.length;
          c = down.nextSet(c + 1, row)) {
        if (isWanted(labels[c], labels[c - 1], small)) {
          int slot = slot(labels[c], labels[c - 1]);
          downEdges[slot]++;
        }
      }
    }
  }

  private static boolean isWanted(int a, int b, boolean[] small) {
    return a != Regions.NONE && b != Regions.NONE && (small[a] || small[b]);
  }

  /** The place of a pair; may replace the arrays by larger ones. */
  private int slot(int a, int b) {
    long pair = (long) Math.min(a, b) << 32 | Math.max(a, b);
    int slot = free(pair);
    if (pairs[slot] == FREE) {
      if (count * 3L > pairs.length * 2L) {
        grow();
        slot = free(pair);
      }
      pairs[slot] = pair;
      count++;
    }
    return slot;
  }

  /** Where a pair is, or would be. */
  private int free(long pair) {
    long hash = pair * 0x9E3779B97F4A7C15L;
    int slot = (int) (hash >>> 32) & pairs.length - 1;
    while (pairs[slot] != FREE && pairs[slot] != pair) {
      slot = slot + 1 & pairs.length - 1;
    }
    return slot;
  }

  private void grow() {
    long[] oldPairs = pairs;
    int[] oldAcross = acrossEdges;
    int[] oldDown = downEdges;
    pairs = new long[2 * oldPairs.length];
    acrossEdges = new int[pairs.length];
    downEdges = new int[pairs.length];
    Arrays.fill(pairs, FREE);
    for (int i = 0; i < oldPairs.length; i++) {
      if (oldPairs[i] != FREE) {
        int slot = free(oldPairs[i]);
        pairs[slot] = oldPairs[i];
        acrossEdges[slot] = oldAcross[i];
        downEdges[slot] = oldDown[i];
      }
    }
  }

  private void link() {
    int kept = 0;
    for (int i = 0; i < pairs.length; i++) {
      if (pairs[i] != FREE) {
        pairs[kept] = pairs[i];
        acrossEdges[kept] = acrossEdges[i];
        downEdges[kept++] = downEdges[i];
      }
    }
    pairs = Arrays.copyOf(pairs, kept);
    acrossEdges = Arrays.copyOf(acrossEdges, kept);
    downEdges = Arrays.copyOf(downEdges, kept);
    next = new int[2 * kept];
    Arrays.fill(last, -1);
    for (int pair = 0; pair < kept; pair++) {
      append((int) (pairs[pair] >> 32), 2 * pair);
      append((int) pairs[pair], 2 * pair + 1);
    }
  }

  private void append(int region, int side) {
    if (last[region] < 0) {
      next[side] = side;
    } else {
      next[side] = next[last[region]];
      next[last[region]] = side;
    }
    last[region] = side;
  }

  /** Gives the sides of a region to another. */
  void join(int into, int from) {
    if (last[into] < 0) {
      last[into] = last[from];
    } else if (last[from] >= 0) {
      int first = next[last[into]];
      next[last[into]] = next[last[from]];
      next[last[from]] = first;
    }
  }

  /** The last side of a region, or -1 if it has none; {@link #next} leads once around. */
  int last(int region) {
    return last[region];
  }

  int next(int side) {
    return next[side];
  }

  /** The region that was beyond a side before regions were joined. */
  int beyond(int side) {
    long pair = pairs[side >> 1];
    return (side & 1) == 0 ? (int) pair : (int) (pair >> 32);
  }

  int acrossEdges(int side) {
    return acrossEdges[side >> 1];
  }

  int downEdges(int side) {
    return downEdges[side >> 1];
  }
}

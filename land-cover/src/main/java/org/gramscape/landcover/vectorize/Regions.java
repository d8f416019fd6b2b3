package org.gramscape.landcover.vectorize;

import java.util.Arrays;

/**
 * The connected regions of equal class of a raster, numbered from 0 in row order of their first
 * pixels.
 *
 * <p>Not the pixels know their region, but the {@link RegionRows} that are made from the top: a run
 * of pixels belongs to the region above it, if it is open to one, and else to {@code
 * firsts[number]}, where such runs are counted in row order.
 */
record Regions(Boundaries boundaries, int[] firsts, RegionTable table) {

  /** The number of a pixel that is in no region. */
  static final int NONE = -1;

  int count() {
    return table.size();
  }

  /**
   * The regions after some became one: takes away the boundaries between them.
   *
   * @param renumbered the new number of each region
   */
  Regions dissolve(int[] renumbered) {
    BitPlane across = boundaries.across();
    BitPlane down = boundaries.down();
    Runs runs = new Runs(boundaries);
    RegionRows rows = new RegionRows(this);
    int[] newFirsts = new int[table.size()];
    int count = 0;
    for (int row = 0; row < boundaries.height(); row++) {
      rows.next();
      int[] labels = rows.labels();
      int[] above = rows.above();
      for (int c = across.nextSet(0, row); c >= 0; c = across.nextSet(c + 1, row)) {
        if (isOne(labels[c], above[c], renumbered)) {
          across.clear(c, row);
        }
      }
      for (int c = down.nextSet(1, row);
          c >= 0 && c < labels.length;
          c = down.nextSet(c + 1, row)) {
        if (isOne(labels[c - 1], labels[c], renumbered)) {
          down.clear(c, row);
        }
      }
      runs.startRow(row);
      while (runs.next()) {
        if (runs.openAbove(runs.start()) == runs.end()) {
          if (count == newFirsts.length) {
            newFirsts = Arrays.copyOf(newFirsts, count + count / 2 + 1);
          }
          newFirsts[count++] = renumbered[labels[runs.start()]];
        }
      }
    }
    return new Regions(boundaries, Arrays.copyOf(newFirsts, count), table);
  }

  /** The regions after those of one class that touch at a corner became one. */
  Regions joinDiagonals() {
    RegionRows rows = new RegionRows(this);
    for (int row = 0; row < boundaries.height(); row++) {
      rows.next();
      int[] labels = rows.labels();
      int[] above = rows.above();
      // Of two pixels that only a corner joins, the lower one has a boundary above it.
      BitPlane across = boundaries.across();
      for (int c = across.nextSet(0, row); c >= 0; c = across.nextSet(c + 1, row)) {
        if (c > 0) {
          joinIfEqual(labels[c], above[c - 1]);
        }
        if (c + 1 < labels.length) {
          joinIfEqual(labels[c], above[c + 1]);
        }
      }
    }
    int[] renumbered = table.compact();
    return new Regions(boundaries, Arrays.stream(firsts).map(f -> renumbered[f]).toArray(), table);
  }

  private void joinIfEqual(int a, int b) {
    if (a != NONE && b != NONE && table.classValue(a) == table.classValue(b)) {
      table.unite(table.find(a), table.find(b));
    }
  }

  /** The parts of the regions that edges join, whose class is the number of their region. */
  Regions pieces() {
    RegionTable pieces = new RegionTable(count(), 0);
    Runs runs = new Runs(boundaries);
    RegionRows rows = new RegionRows(this);
    int[] labels = new int[boundaries.width()];
    int[] newFirsts = new int[firsts.length];
    int count = 0;
    for (int row = 0; row < boundaries.height(); row++) {
      rows.next();
      runs.startRow(row);
      while (runs.next()) {
        int open = runs.openAbove(runs.start());
        int piece;
        if (open == runs.end()) {
          piece = pieces.add(rows.labels()[runs.start()]);
          newFirsts[count++] = piece;
        } else {
          piece = pieces.find(labels[open]);
          for (open = runs.nextOpenAbove(open);
              open < runs.end();
              open = runs.nextOpenAbove(open)) {
            piece = pieces.unite(piece, pieces.find(labels[open]));
          }
        }
        Arrays.fill(labels, runs.start(), runs.end(), piece);
      }
    }
    int[] renumbered = pieces.compact();
    return new Regions(
        boundaries, Arrays.stream(newFirsts).map(f -> renumbered[f]).toArray(), pieces);
  }

  private static boolean isOne(int a, int b, int[] renumbered) {
    return a != NONE && b != NONE && renumbered[a] == renumbered[b];
  }
}

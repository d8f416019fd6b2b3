package org.gramscape.landcover.vectorize;

import java.util.Arrays;

/** The region of each pixel, row by row from the top. */
final class RegionRows {
  private final int[] firsts;
  private final Runs runs;
  private int[] labels;
  private int[] above;
  private int row;
  private int used;

  RegionRows(Regions regions) {
    this.firsts = regions.firsts();
    this.runs = new Runs(regions.boundaries());
    this.labels = new int[regions.boundaries().width()];
    this.above = new int[labels.length];
    Arrays.fill(labels, Regions.NONE);
  }

  /** Goes to the next row. */
  void next() {
    int[] oldest = above;
    above = labels;
    labels = oldest;
    Arrays.fill(labels, Regions.NONE);
    runs.startRow(row++);
    while (runs.next()) {
      int open = runs.openAbove(runs.start());
      int region = open == runs.end() ? firsts[used++] : above[open];
      Arrays.fill(labels, runs.start(), runs.end(), region);
    }
  }

  /** The region of each pixel of the row, or {@link Regions#NONE}; overwritten by later rows. */
  int[] labels() {
    return labels;
  }

  /** The same of the row before. */
  int[] above() {
    return above;
  }
}

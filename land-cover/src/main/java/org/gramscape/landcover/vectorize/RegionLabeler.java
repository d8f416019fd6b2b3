package org.gramscape.landcover.vectorize;

import java.util.Arrays;

/**
 * Finds 4-connected regions of equal class, row by row from the top, run by run (Rosenfeld and
 * Pfaltz 1966, with union-find).
 */
final class RegionLabeler {
  private final Boundaries boundaries;
  private final PixelAreas areas;
  private final Runs runs;
  private final RegionTable table;

  /** The regions of the last row's pixels. */
  private final int[] labels;

  private int[] above;
  private int row;

  /**
   * @param probabilities of how many classes they are known
   */
  RegionLabeler(int width, int height, PixelAreas areas, int probabilities) {
    this.table = new RegionTable(1024, probabilities);
    this.boundaries = new Boundaries(width, height);
    this.areas = areas;
    this.runs = new Runs(boundaries);
    this.labels = new int[width];
    this.above = new int[width];
    Arrays.fill(above, ClassRows.NONE);
  }

  /** Takes in the next row. */
  void addRow(ClassRows pixels) {
    markBoundaries(pixels.classes());
    double y = row + 0.5;
    runs.startRow(row);
    while (runs.next()) {
      int open = runs.openAbove(runs.start());
      int region;
      if (open == runs.end()) {
        region = table.add(pixels.classes()[runs.start()]);
      } else {
        region = table.find(labels[open]);
        for (open = runs.nextOpenAbove(open); open < runs.end(); open = runs.nextOpenAbove(open)) {
          region = table.unite(region, table.find(labels[open]));
        }
      }
      Arrays.fill(labels, runs.start(), runs.end(), region);
      table.addGround(region, areas.westOf(runs.end(), y) - areas.westOf(runs.start(), y));
      if (pixels.confidence() != null) {
        addConfidence(region, pixels.confidence());
      }
      if (pixels.heights() != null) {
        addHeights(region, pixels.heights());
      }
      if (pixels.probabilities() != null) {
        addProbabilities(region, pixels.probabilities());
      }
    }
    row++;
  }

  private void addConfidence(int region, float[] confidence) {
    for (int column = runs.start(); column < runs.end(); column++) {
      if (!Float.isNaN(confidence[column])) {
        table.addConfidence(region, confidence[column]);
      }
    }
  }

  private void addHeights(int region, float[] heights) {
    for (int column = runs.start(); column < runs.end(); column++) {
      if (!Float.isNaN(heights[column])) {
        table.addHeight(region, heights[column]);
      }
    }
  }

  private void addProbabilities(int region, float[][] probabilities) {
    for (int k = 0; k < probabilities.length; k++) {
      float sum = 0;
      for (int column = runs.start(); column < runs.end(); column++) {
        sum += Float.isNaN(probabilities[k][column]) ? 0 : probabilities[k][column];
      }
      table.probabilities().add(region, k, sum);
    }
  }

  /** Bit {@code column + 1} of a row's words is that of the column. */
  private void markBoundaries(int[] classes) {
    long[] classified = boundaries.classified().words(row);
    long[] across = boundaries.across().words(row);
    long[] down = boundaries.down().words(row);
    int left = ClassRows.NONE;
    for (int column = 0; column <= classes.length; ) {
      int word = column + 1 >> 6;
      int end = Math.min(classes.length + 1, (word + 1 << 6) - 1);
      long isClassified = 0;
      long hasAcross = 0;
      long hasDown = 0;
      for (; column < end; column++) {
        int here = column < classes.length ? classes[column] : ClassRows.NONE;
        int up = column < classes.length ? above[column] : ClassRows.NONE;
        long bit = 1L << column + 1;
        isClassified |= here == ClassRows.NONE ? 0 : bit;
        hasAcross |= here == up ? 0 : bit;
        hasDown |= here == left ? 0 : bit;
        left = here;
      }
      classified[word] = isClassified;
      across[word] = hasAcross;
      down[word] = hasDown;
    }
    System.arraycopy(classes, 0, above, 0, classes.length);
  }

  /** How many regions were found; some may turn out to be one. */
  int count() {
    return table.size();
  }

  /** The regions, when all rows are in. */
  Regions finish() {
    if (row != boundaries.height()) {
      throw new IllegalStateException(row + " rows of " + boundaries.height() + " were added");
    }
    long[] bottom = boundaries.across().words(row);
    System.arraycopy(boundaries.classified().words(row - 1), 0, bottom, 0, bottom.length);
    return new Regions(boundaries, table.compact(), table);
  }
}

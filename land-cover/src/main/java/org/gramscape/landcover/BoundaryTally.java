package org.gramscape.landcover;

import java.util.SortedMap;
import java.util.TreeMap;
import org.gramscape.geoio.raster.PixelBlock;

/** Counts border cells of predicted and true classes that lie near each other. */
final class BoundaryTally {
  /** Rows above and below that decide what is a border, and what is near one. */
  static final int MARGIN = BoundaryScores.CELLS + 1;

  private static final int IDS = 256;
  private static final int NONE = -1;

  /** {@code [class]}: border cells, and those of them that are near one of the other. */
  private final long[] predicted = new long[IDS];

  private final long[] predictedNear = new long[IDS];
  private final long[] known = new long[IDS];
  private final long[] knownNear = new long[IDS];

  /**
   * Counts rows {@code from} to before {@code to} of a block of predictions and truths; the rows
   * around them are there to look at.
   */
  void add(PixelBlock block, int from, int to) {
    int[] mapped = borders(block, 0);
    int[] right = borders(block, 1);
    count(mapped, right, block, from, to, predicted, predictedNear);
    count(right, mapped, block, from, to, known, knownNear);
  }

  BoundaryScores scores() {
    SortedMap<Integer, Double> byClass = new TreeMap<>();
    double sum = 0;
    int classes = 0;
    for (int c = 0; c < IDS; c++) {
      if (predicted[c] + known[c] > 0) {
        double precision = predicted[c] == 0 ? 0 : (double) predictedNear[c] / predicted[c];
        double recall = known[c] == 0 ? 0 : (double) knownNear[c] / known[c];
        double f = precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
        byClass.put(c, f);
        sum += known[c] > 0 ? f : 0;
        classes += known[c] > 0 ? 1 : 0;
      }
    }
    return new BoundaryScores(classes == 0 ? Double.NaN : sum / classes, byClass);
  }

  /** The class of each cell that is a border, else {@link #NONE}. */
  private static int[] borders(PixelBlock block, int band) {
    int width = block.window().width();
    int size = block.window().size();
    int[] borders = new int[size];
    for (int i = 0; i < size; i++) {
      int column = i % width;
      boolean border =
          block.valid()[i]
              && (column > 0 && differ(block, band, i, i - 1)
                  || column < width - 1 && differ(block, band, i, i + 1)
                  || i >= width && differ(block, band, i, i - width)
                  || i < size - width && differ(block, band, i, i + width));
      borders[i] = border ? (int) block.samples()[band * size + i] : NONE;
    }
    return borders;
  }

  private static boolean differ(PixelBlock block, int band, int i, int j) {
    int plane = band * block.window().size();
    return block.valid()[j] && block.samples()[plane + i] != block.samples()[plane + j];
  }

  private static void count(
      int[] borders, int[] others, PixelBlock block, int from, int to, long[] all, long[] near) {
    int width = block.window().width();
    for (int i = from * width; i < to * width; i++) {
      if (borders[i] != NONE) {
        all[borders[i]]++;
        near[borders[i]] += isNear(borders[i], i % width, i / width, others, width) ? 1 : 0;
      }
    }
  }

  private static boolean isNear(int value, int column, int row, int[] others, int width) {
    int reach = BoundaryScores.CELLS;
    int height = others.length / width;
    for (int y = Math.max(0, row - reach); y <= Math.min(height - 1, row + reach); y++) {
      for (int x = Math.max(0, column - reach); x <= Math.min(width - 1, column + reach); x++) {
        boolean within = (x - column) * (x - column) + (y - row) * (y - row) <= reach * reach;
        if (within && others[y * width + x] == value) {
          return true;
        }
      }
    }
    return false;
  }
}

package org.gramscape.tiling;

import java.util.BitSet;
import org.gramscape.geoio.raster.PixelBlock;

/**
 * Compares the steps between neighbouring pixels across the borders of tiles with those inside
 * tiles, in the first channel, as rows go by.
 *
 * <p>A predictor that works in patches makes steps between its patches; those say nothing of seams.
 * So borders of tiles are compared with borders of patches.
 */
final class SeamMeter {
  private final Steps onLines = new Steps();
  private final Steps inside = new Steps();
  private final int[] linesAcross;
  private final int[] patchesAcross;
  private final BitSet linesDown;
  private final BitSet patchesDown;
  private double[] previous = new double[0];

  /**
   * @param patchWidth pixels of the raster from patch to patch along a row; 1 for a predictor
   *     without patches
   * @param patchHeight the same along a column
   */
  SeamMeter(TileGrid grid, double patchWidth, double patchHeight) {
    BitSet lines = lines(grid.across(), grid.across().extent());
    BitSet patches = lines(grid.across(), patchWidth);
    patches.andNot(lines);
    linesAcross = inside(lines, grid.width());
    patchesAcross = inside(patches, grid.width());
    linesDown = lines(grid.down(), grid.down().extent());
    patchesDown = lines(grid.down(), patchHeight);
    patchesDown.andNot(linesDown);
  }

  private static int[] inside(BitSet lines, int length) {
    return lines.stream().filter(x -> x > 0 && x < length).toArray();
  }

  void observe(PixelBlock rows) {
    int width = rows.window().width();
    for (int row = 0; row < rows.window().height(); row++) {
      double[] values = new double[width];
      int from = rows.index(0, row, 0);
      for (int x = 0; x < width; x++) {
        values[x] = rows.valid()[from + x] ? rows.samples()[from + x] : Double.NaN;
      }
      onLines.across(values, linesAcross);
      inside.across(values, patchesAcross);
      int y = rows.window().row() + row;
      if (linesDown.get(y)) {
        onLines.down(previous, values);
      } else if (patchesDown.get(y)) {
        inside.down(previous, values);
      }
      previous = values;
    }
  }

  double score() {
    return onLines.mean() / inside.mean();
  }

  /** The pixels before which, in any window, a part of {@code every} pixels starts or ends. */
  private static BitSet lines(TileAxis axis, double every) {
    BitSet lines = new BitSet();
    for (int i = 0; i < axis.count(); i++) {
      for (int part = 0; Math.round(part * every) <= axis.extent(); part++) {
        lines.set(axis.start(i) + (int) Math.round(part * every));
      }
    }
    return lines;
  }

  private static final class Steps {
    private double sum;
    private long count;

    /** Takes the steps to these places of a row, from the pixels before them. */
    void across(double[] row, int[] places) {
      double more = 0;
      for (int x : places) {
        double step = Math.abs(row[x] - row[x - 1]);
        if (!Double.isNaN(step)) {
          more += step;
          count++;
        }
      }
      sum += more;
    }

    /** Takes the steps from one row to the next; none from no row. */
    void down(double[] above, double[] row) {
      double more = 0;
      for (int x = 0; x < above.length; x++) {
        double step = Math.abs(row[x] - above[x]);
        if (!Double.isNaN(step)) {
          more += step;
          count++;
        }
      }
      sum += more;
    }

    double mean() {
      return sum / count;
    }
  }
}

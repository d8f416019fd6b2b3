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
  private final BitSet linesAcross;
  private final BitSet linesDown;
  private final BitSet patchesAcross;
  private final BitSet patchesDown;
  private final Steps onLines = new Steps();
  private final Steps inside = new Steps();
  private double[] previous = new double[0];

  /**
   * @param patchWidth pixels of the raster from patch to patch along a row; 1 for a predictor
   *     without patches
   * @param patchHeight the same along a column
   */
  SeamMeter(TileGrid grid, double patchWidth, double patchHeight) {
    linesAcross = lines(grid.across(), grid.across().extent());
    linesDown = lines(grid.down(), grid.down().extent());
    patchesAcross = lines(grid.across(), patchWidth);
    patchesAcross.andNot(linesAcross);
    patchesDown = lines(grid.down(), patchHeight);
    patchesDown.andNot(linesDown);
  }

  void observe(PixelBlock rows) {
    int width = rows.window().width();
    for (int row = 0; row < rows.window().height(); row++) {
      double[] values = new double[width];
      for (int x = 0; x < width; x++) {
        int i = rows.index(0, row, x);
        values[x] = rows.valid()[i] ? rows.samples()[i] : Double.NaN;
      }
      for (int x = 1; x < width; x++) {
        add(linesAcross, patchesAcross, x, values[x] - values[x - 1]);
      }
      for (int x = 0; x < previous.length; x++) {
        add(linesDown, patchesDown, rows.window().row() + row, values[x] - previous[x]);
      }
      previous = values;
    }
  }

  double score() {
    return onLines.mean() / inside.mean();
  }

  private void add(BitSet lines, BitSet patches, int at, double step) {
    if (lines.get(at)) {
      onLines.add(step);
    } else if (patches.get(at)) {
      inside.add(step);
    }
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

    void add(double step) {
      if (!Double.isNaN(step)) {
        sum += Math.abs(step);
        count++;
      }
    }

    double mean() {
      return sum / count;
    }
  }
}

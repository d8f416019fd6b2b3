package org.gramscape.tiling;

import java.util.BitSet;
import org.gramscape.geoio.raster.PixelBlock;

/**
 * Compares the steps between neighbouring pixels across the borders of tiles with those elsewhere,
 * in the first channel, as rows go by.
 */
final class SeamMeter {
  private final BitSet linesAcross;
  private final BitSet linesDown;
  private final Steps onLines = new Steps();
  private final Steps elsewhere = new Steps();
  private double[] previous;

  SeamMeter(TileGrid grid) {
    linesAcross = lines(grid.across());
    linesDown = lines(grid.down());
    previous = new double[0];
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
        (linesAcross.get(x) ? onLines : elsewhere).add(values[x] - values[x - 1]);
      }
      Steps steps = linesDown.get(rows.window().row() + row) ? onLines : elsewhere;
      for (int x = 0; x < previous.length; x++) {
        steps.add(values[x] - previous[x]);
      }
      previous = values;
    }
  }

  double score() {
    return onLines.mean() / elsewhere.mean();
  }

  /** The pixels before which a window starts or ends. */
  private static BitSet lines(TileAxis axis) {
    BitSet lines = new BitSet();
    for (int i = 0; i < axis.count(); i++) {
      lines.set(axis.start(i));
      lines.set(axis.start(i) + axis.extent());
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

package org.gramscape.canopy;

import java.util.ArrayList;
import java.util.List;

/** Sums over errors and the spreads that were told of them. */
final class SpreadSums {
  private static final double[] BOUNDS = {0.5, 1, 1.5, 2, 3, 4, 6, 8};

  private final long[] counts = new long[BOUNDS.length + 1];
  private final double[] spreads = new double[BOUNDS.length + 1];
  private final double[] squares = new double[BOUNDS.length + 1];
  private long withinOne;
  private long withinTwo;
  private double ratios;

  /**
   * @param spread above 0
   */
  void add(double error, double spread) {
    int bin = 0;
    while (bin < BOUNDS.length && spread >= BOUNDS[bin]) {
      bin++;
    }
    counts[bin]++;
    spreads[bin] += spread;
    squares[bin] += error * error;
    double ratio = Math.abs(error) / spread;
    withinOne += ratio <= 1 ? 1 : 0;
    withinTwo += ratio <= 2 ? 1 : 0;
    ratios += ratio * ratio;
  }

  void add(SpreadSums other) {
    for (int bin = 0; bin < counts.length; bin++) {
      counts[bin] += other.counts[bin];
      spreads[bin] += other.spreads[bin];
      squares[bin] += other.squares[bin];
    }
    withinOne += other.withinOne;
    withinTwo += other.withinTwo;
    ratios += other.ratios;
  }

  long count() {
    long all = 0;
    for (long count : counts) {
      all += count;
    }
    return all;
  }

  Calibration calibration() {
    double all = count();
    List<Calibration.Bin> bins = new ArrayList<>();
    for (int bin = 0; bin < counts.length; bin++) {
      if (counts[bin] > 0) {
        bins.add(
            new Calibration.Bin(
                counts[bin], spreads[bin] / counts[bin], Math.sqrt(squares[bin] / counts[bin])));
      }
    }
    return new Calibration(
        count(), withinOne / all, withinTwo / all, Math.sqrt(ratios / all), bins);
  }
}

package org.gramscape.canopy;

import java.util.List;

/**
 * How right a map is about its own error.
 *
 * @param cells with a spread
 * @param withinOne share of cells whose error is no more than one spread; 0.683 for normal errors
 * @param withinTwo share of cells whose error is no more than two; 0.954 for normal errors
 * @param ratio root mean square of errors over their spreads: above 1 where spreads are too small
 * @param bins cells by their spread, from small to great; without empty ones
 */
public record Calibration(
    long cells, double withinOne, double withinTwo, double ratio, List<Bin> bins) {
  public Calibration {
    bins = List.copyOf(bins);
  }

  /**
   * Cells of like spread.
   *
   * @param spread their mean, in metres
   * @param rmse of their errors, in metres
   */
  public record Bin(long cells, double spread, double rmse) {}
}

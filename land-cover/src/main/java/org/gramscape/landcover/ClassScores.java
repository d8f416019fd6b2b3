package org.gramscape.landcover;

import java.util.List;

/**
 * How well a class raster agrees with the truth.
 *
 * @param cells how many were compared
 * @param accuracy share of cells with the true class
 * @param meanIou mean of {@code iou} over the classes that occur in either
 * @param kappa Cohen's kappa: the agreement beyond what chance would give; NaN if chance alone
 *     agrees on everything
 * @param classes a row each, by id
 * @param confusion {@code [truth][prediction]} cells, in the order of {@code classes}
 */
public record ClassScores(
    long cells,
    double accuracy,
    double meanIou,
    double kappa,
    List<ClassScore> classes,
    long[][] confusion) {

  /**
   * One class.
   *
   * @param iou intersection over union of its cells in prediction and truth
   * @param precision share of the cells predicted so that are right; NaN if there are none
   * @param recall share of the true cells that are found; NaN if there are none
   */
  public record ClassScore(
      int id, String name, long truthCells, double iou, double precision, double recall) {}
}

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
   * @param precision share of the cells predicted so that are right, the map user's accuracy; NaN
   *     if there are none
   * @param recall share of the true cells that are found, the map producer's accuracy; NaN if there
   *     are none
   */
  public record ClassScore(
      int id, String name, long truthCells, double iou, double precision, double recall) {

    /** The harmonic mean of precision and recall; 0 if nothing of the class is found. */
    public double f1() {
      return 2 * iou / (1 + iou);
    }
  }

  /** The mean of {@code f1} over the classes. */
  public double meanF1() {
    return classes.stream().mapToDouble(ClassScore::f1).average().orElse(Double.NaN);
  }
}

package org.gramscape.landcover;

import java.util.SortedMap;

/**
 * How well the borders of classes agree with the true ones: the F-score of border cells that have
 * one of the other raster within {@value #CELLS} cells (Csurka et al. 2013, "What is a good
 * evaluation measure for semantic segmentation?").
 *
 * <p>Cells of a class beside one of another class are its border; where the known ground ends is
 * none.
 *
 * @param mean over the classes that have a true border; NaN if none has
 * @param byClass by the class's value, of those that have a border in either
 */
public record BoundaryScores(double mean, SortedMap<Integer, Double> byClass) {
  /** How far off a border may lie. */
  public static final int CELLS = 2;

  /** Of one class; NaN if it has no border. */
  public double of(int value) {
    return byClass.getOrDefault(value, Double.NaN);
  }
}

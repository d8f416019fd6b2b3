package org.gramscape.landcover;

/**
 * Turns a standardised feature vector into a share of certainty for each class.
 *
 * <p>Shares are positive and add up to 1. They order places by confidence; they are not calibrated:
 * of places with 0.9 it is not nine in ten that are right.
 */
sealed interface Classifier permits LinearClassifier, NearestNeighbours, WeighedClasses {

  int features();

  int classes();

  /**
   * @param x {@code [features]}, standardised
   * @param shares receives {@code [classes]}
   */
  void classify(float[] x, float[] shares);
}

package org.gramscape.canopy;

/**
 * What {@link LandmarkRegression} makes of its samples.
 *
 * @param weights {@code [landmarks]}
 * @param penalty the one of {@link LandmarkRegression#PENALTIES} with the least held-out squared
 *     error; of equal ones the greatest
 * @param heldOut what is predicted of each sample by those of the other folds
 */
record LandmarkWeights(float[] weights, double penalty, double[] heldOut) {}

package org.gramscape.landcover;

/**
 * A place whose class is known, in the scene's pixels.
 *
 * @param label number of the label that it belongs to
 */
public record LabelPoint(double column, double row, int classIndex, int label) {}

package org.gramscape.canopy;

/**
 * Where a figure would lie in 95 of 100 samples of like ground; NaN if there are too few blocks.
 */
public record Interval(double low, double high) {}

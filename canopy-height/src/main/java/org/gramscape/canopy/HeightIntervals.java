package org.gramscape.canopy;

/**
 * How sure figures are, by the bootstrap of blocks of ground (Efron and Tibshirani 1993, section
 * 8.6): blocks are drawn again and again with replacement, as cells beside each other say much the
 * same.
 */
public record HeightIntervals(
    Interval mae, Interval rmse, Interval bias, Interval r2, Interval blockR2) {}

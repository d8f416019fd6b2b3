package org.gramscape.model.segmentation;

/**
 * A class as people know it.
 *
 * @param value in rasters of classes, 0 to 254
 * @param rgb its colour, {@code 0xRRGGBB}
 */
public record ClassLabel(int value, String name, int rgb) {}

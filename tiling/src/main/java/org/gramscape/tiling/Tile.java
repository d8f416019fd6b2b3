package org.gramscape.tiling;

import org.gramscape.geoio.raster.Window;

/**
 * One tile as a predictor sees it.
 *
 * @param index its place in the grid's order, row by row
 * @param window the pixels of the scene that it covers; may reach beyond a scene smaller than a
 *     tile
 * @param width columns of {@code samples}: the window's at the predictor's ground sample distance
 * @param samples normalised, {@code [bands, height, width]}; 0 (the mean) where invalid
 * @param valid {@code [height, width]}
 */
public record Tile(
    int index, Window window, int bands, int width, int height, float[] samples, boolean[] valid) {}

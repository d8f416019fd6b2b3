package org.gramscape.canopy;

import java.io.IOException;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Window;
import org.gramscape.tiling.Resampling;
import org.gramscape.tiling.TileGrid;

/** True mean heights of a tile's cells; one is known when at least half of it is. */
final class CellHeights {
  private static final float LEAST_SHARE = 0.5f;

  private CellHeights() {}

  /**
   * Of one tile.
   *
   * @param chm heights in metres on the scene's grid
   * @param imageValid {@code [height, width]} of the part of the tile that lies in the scene
   * @return {@code [rows, columns]}, NaN where not known
   */
  static float[] read(
      RasterSource chm, TileGrid grid, int index, boolean[] imageValid, int rows, int columns)
      throws IOException {
    Window window = grid.window(index);
    Window covered = grid.covered(index);
    PixelBlock block = chm.read(covered, 0);
    float[] values = new float[window.size()];
    float[] weights = new float[window.size()];
    boolean[] valid = new boolean[window.size()];
    for (int row = 0; row < covered.height(); row++) {
      for (int column = 0; column < covered.width(); column++) {
        int from = row * covered.width() + column;
        int to = row * window.width() + column;
        valid[to] = imageValid[from] && block.valid()[from];
        values[to] = valid[to] ? (float) block.samples()[from] : 0;
        weights[to] = valid[to] ? 1 : 0;
      }
    }
    Resampling toCells = Resampling.between(window.width(), window.height(), columns, rows);
    float[] heights = toCells.apply(values, 1, valid);
    float[] shares = toCells.apply(weights, 1);
    for (int cell = 0; cell < heights.length; cell++) {
      heights[cell] = shares[cell] < LEAST_SHARE ? Float.NaN : heights[cell];
    }
    return heights;
  }
}

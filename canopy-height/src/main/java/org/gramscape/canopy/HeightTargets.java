package org.gramscape.canopy;

import java.io.IOException;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Window;
import org.gramscape.tiling.Resampling;
import org.gramscape.tiling.TileGrid;

/**
 * True heights of the cells of a tile's patches: each patch is {@code cells} by {@code cells}.
 *
 * <p>A cell is known when at least half of it is; a patch when all its cells are.
 */
final class HeightTargets {
  private static final float LEAST_SHARE = 0.5f;

  private final int patchColumns;
  private final int cells;
  private final float[] heights;
  private final float[] shares;

  private HeightTargets(int patchColumns, int cells, float[] heights, float[] shares) {
    this.patchColumns = patchColumns;
    this.cells = cells;
    this.heights = heights;
    this.shares = shares;
  }

  /**
   * Of one tile.
   *
   * @param chm heights in metres on the scene's grid
   * @param imageValid {@code [height, width]} of the part of the tile that lies in the scene
   */
  static HeightTargets read(
      RasterSource chm,
      TileGrid grid,
      int index,
      boolean[] imageValid,
      int patchRows,
      int patchColumns,
      int cells)
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
    Resampling toCells =
        Resampling.between(
            window.width(), window.height(), patchColumns * cells, patchRows * cells);
    return new HeightTargets(
        patchColumns, cells, toCells.apply(values, 1, valid), toCells.apply(weights, 1));
  }

  /**
   * The heights of a patch's cells, row by row.
   *
   * @param target receives {@code [cells * cells]}
   * @return whether the patch is known
   */
  boolean of(int patchRow, int patchColumn, float[] target) {
    for (int row = 0; row < cells; row++) {
      int first = ((patchRow * cells + row) * patchColumns + patchColumn) * cells;
      for (int column = 0; column < cells; column++) {
        if (shares[first + column] < LEAST_SHARE) {
          return false;
        }
        target[row * cells + column] = heights[first + column];
      }
    }
    return true;
  }
}

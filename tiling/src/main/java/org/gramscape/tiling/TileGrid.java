package org.gramscape.tiling;

import org.gramscape.geoio.raster.Window;

/**
 * The fixed grid of overlapping windows over a raster, numbered row by row from its origin.
 *
 * <p>Every pixel is in at least one window, and every window is a whole tile: the last of a row or
 * column is shifted inwards, and only on a raster smaller than a tile does it reach beyond.
 */
public record TileGrid(TileAxis across, TileAxis down) {

  public TileGrid {
    if ((long) across.count() * down.count() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          across.count() + " x " + down.count() + " tiles are too many; take larger tiles");
    }
  }

  /** Square tiles over a raster of {@code width} by {@code height} pixels. */
  public static TileGrid of(int width, int height, int tile, int overlap) {
    return new TileGrid(new TileAxis(width, tile, overlap), new TileAxis(height, tile, overlap));
  }

  /** The raster's columns. */
  public int width() {
    return across.length();
  }

  /** The raster's rows. */
  public int height() {
    return down.length();
  }

  /** The number of tiles. */
  public int count() {
    return across.count() * down.count();
  }

  /** The tile's place in its row. */
  public int column(int index) {
    return index % across.count();
  }

  /** The tile's row of tiles. */
  public int row(int index) {
    return index / across.count();
  }

  /** The tile whose middle is nearest to a place in pixels. */
  public int nearest(double column, double row) {
    return down.nearest(row) * across.count() + across.nearest(column);
  }

  /** The whole window of a tile. */
  public Window window(int index) {
    return new Window(
        across.start(column(index)), down.start(row(index)), across.tile(), down.tile());
  }

  /** The part of a tile's window that lies in the raster. */
  public Window covered(int index) {
    Window window = window(index);
    return new Window(window.column(), window.row(), across.extent(), down.extent());
  }
}

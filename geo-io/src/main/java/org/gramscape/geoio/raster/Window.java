package org.gramscape.geoio.raster;

/**
 * A rectangle of pixels: columns {@code [column, column + width)}, rows {@code [row, row +
 * height)}.
 */
public record Window(int column, int row, int width, int height) {

  /**
   * @throws IllegalArgumentException if it is empty or starts before (0, 0)
   */
  public Window {
    if (column < 0 || row < 0 || width <= 0 || height <= 0) {
      throw new IllegalArgumentException(
          "not a window: column " + column + ", row " + row + ", " + width + " x " + height);
    }
  }

  /** The number of pixels. */
  public int size() {
    return Math.multiplyExact(width, height);
  }

  public int endColumn() {
    return column + width;
  }

  public int endRow() {
    return row + height;
  }
}

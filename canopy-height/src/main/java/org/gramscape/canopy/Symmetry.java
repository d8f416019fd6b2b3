package org.gramscape.canopy;

import java.util.stream.IntStream;
import org.gramscape.tiling.Tile;

/**
 * One of the eight ways to turn and mirror a rectangle onto one of the same sides.
 *
 * @param number from 0, which changes nothing, to 7: one for mirrored columns, two for mirrored
 *     rows, four for rows become columns
 */
record Symmetry(int number) {
  static final int COUNT = 8;

  private boolean swaps() {
    return (number & 4) != 0;
  }

  /**
   * Where each pixel of the turned rectangle comes from, row by row.
   *
   * @param width of the rectangle before it is turned
   */
  int[] origins(int width, int height) {
    int turnedWidth = swaps() ? height : width;
    return IntStream.range(0, width * height)
        .map(
            i -> {
              int row = i / turnedWidth;
              int column = i % turnedWidth;
              int x = swaps() ? row : column;
              int y = swaps() ? column : row;
              x = (number & 1) != 0 ? width - 1 - x : x;
              y = (number & 2) != 0 ? height - 1 - y : y;
              return y * width + x;
            })
        .toArray();
  }

  /** A tile turned; its index and window stay. */
  Tile of(Tile tile, int[] origins) {
    int size = origins.length;
    float[] samples = new float[tile.samples().length];
    boolean[] valid = new boolean[size];
    for (int i = 0; i < size; i++) {
      valid[i] = tile.valid()[origins[i]];
      for (int band = 0; band < tile.bands(); band++) {
        samples[band * size + i] = tile.samples()[band * size + origins[i]];
      }
    }
    return new Tile(
        tile.index(),
        tile.window(),
        tile.bands(),
        swaps() ? tile.height() : tile.width(),
        swaps() ? tile.width() : tile.height(),
        samples,
        valid);
  }
}

package org.gramscape.tiling;

import java.util.Objects;

/**
 * Overlapping windows along one axis of a raster.
 *
 * <p>Window {@code i} starts at {@code i * (tile - overlap)}, counted from the raster's origin; the
 * last one is shifted inwards so that it ends with the raster. A raster shorter than a tile has one
 * window, which reaches beyond it.
 *
 * @param length pixels of the raster
 * @param tile pixels of a window
 * @param overlap pixels that neighbours share at least, {@code 0 <= overlap < tile}
 */
public record TileAxis(int length, int tile, int overlap) {

  public TileAxis {
    if (length < 1 || tile < 1) {
      throw new IllegalArgumentException("no tiles of " + tile + " px in " + length + " px");
    }
    if (overlap < 0 || overlap >= tile) {
      throw new IllegalArgumentException(
          "tiles of " + tile + " px overlap by 0 to " + (tile - 1) + " px, not by " + overlap);
    }
  }

  /** The number of windows. */
  public int count() {
    return length <= tile ? 1 : 1 + (length - tile - 1) / stride() + 1;
  }

  /** From the start of a window to the start of the next. */
  public int stride() {
    return tile - overlap;
  }

  /** The first pixel of window {@code index}. */
  public int start(int index) {
    Objects.checkIndex(index, count());
    return (int) Math.max(0, Math.min((long) index * stride(), (long) length - tile));
  }

  /** The window whose middle is nearest to a place in pixels; of two as near the first. */
  int nearest(double place) {
    int nearest = 0;
    double least = Double.POSITIVE_INFINITY;
    int guess = (int) ((place - tile / 2.0) / stride());
    for (int i = Math.max(0, guess - 1); i < Math.min(count(), guess + 3); i++) {
      double distance = Math.abs(place - start(i) - extent() / 2.0);
      if (distance < least) {
        least = distance;
        nearest = i;
      }
    }
    return least < Double.POSITIVE_INFINITY ? nearest : count() - 1;
  }

  /** The pixels of a window that lie in the raster. */
  public int extent() {
    return Math.min(length, tile);
  }
}

package org.gramscape.tiling;

/**
 * What one tile adds to a {@link Mosaic}.
 *
 * @param index the tile's place in the grid
 * @param values {@code [channels, height, width]} of the whole window, in the scene's own pixels
 * @param valid {@code [height, width]} of the part of the window that lies in the scene; says the
 *     same of a pixel in every tile that covers it
 */
public record Contribution(int index, float[] values, boolean[] valid) {

  /** A tile without a valid pixel. */
  public static Contribution nothing(int index) {
    return new Contribution(index, new float[0], new boolean[0]);
  }

  public boolean isNothing() {
    return valid.length == 0;
  }
}

package org.gramscape.landcover.vectorize;

/**
 * Which pixels have a class, and which edges of pixels part two regions: three bits a pixel.
 *
 * <p>Points of the lattice are pixel corners: (column, row) is the upper left one of that pixel.
 */
final class Boundaries {
  private final int width;
  private final int height;
  private final BitPlane classified;
  private final BitPlane across;
  private final BitPlane down;

  Boundaries(int width, int height) {
    this.width = width;
    this.height = height;
    this.classified = new BitPlane(width + 1, height + 1);
    this.across = new BitPlane(width + 1, height + 1);
    this.down = new BitPlane(width + 1, height + 1);
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  /** Pixels that have a class. */
  BitPlane classified() {
    return classified;
  }

  /** Points from which a boundary goes one pixel to the right. */
  BitPlane across() {
    return across;
  }

  /** Points from which a boundary goes one pixel down. */
  BitPlane down() {
    return down;
  }

  /** How many boundaries meet at a point: 0, 2, 3 or 4. */
  int degree(int column, int row) {
    return (across.get(column, row) ? 1 : 0)
        + (across.get(column - 1, row) ? 1 : 0)
        + (down.get(column, row) ? 1 : 0)
        + (down.get(column, row - 1) ? 1 : 0);
  }
}

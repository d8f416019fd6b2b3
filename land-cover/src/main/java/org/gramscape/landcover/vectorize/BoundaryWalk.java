package org.gramscape.landcover.vectorize;

/**
 * A walk along pixel edges that keeps one region on its right hand.
 *
 * <p>It goes from lattice point to lattice point; the point (column, row) is the upper left corner
 * of that pixel. Where a region touches itself at a corner only, the walk turns left: it crosses to
 * the pixel on the other side, so that no ring visits a point twice and a hole may touch its shell.
 */
final class BoundaryWalk {
  static final int EAST = 0;
  static final int SOUTH = 1;
  static final int WEST = 2;
  static final int NORTH = 3;

  private static final int[] ACROSS = {1, 0, -1, 0};
  private static final int[] DOWN = {0, 1, 0, -1};

  private final Regions regions;
  private int column;
  private int row;
  private int direction;

  BoundaryWalk(Regions regions) {
    this.regions = regions;
  }

  void start(int fromColumn, int fromRow, int towards) {
    column = fromColumn;
    row = fromRow;
    direction = towards;
  }

  int column() {
    return column;
  }

  int row() {
    return row;
  }

  int direction() {
    return direction;
  }

  /** The region on the right of the edge ahead. */
  int right() {
    return regions.at(
        direction == SOUTH || direction == WEST ? column - 1 : column,
        direction == WEST || direction == NORTH ? row - 1 : row);
  }

  /** The region on the left of the edge ahead. */
  int left() {
    return regions.at(
        direction == WEST || direction == NORTH ? column - 1 : column,
        direction == EAST || direction == NORTH ? row - 1 : row);
  }

  /** Goes one pixel edge ahead, then turns to where the same region is on the right. */
  void step() {
    int region = right();
    column += ACROSS[direction];
    row += DOWN[direction];
    if (left() == region) {
      direction = (direction + 3) & 3;
    } else if (right() != region) {
      direction = (direction + 1) & 3;
    }
  }
}

package org.gramscape.landcover.vectorize;

/**
 * A walk along boundaries that keeps one region on its right hand, from lattice point to lattice
 * point.
 *
 * <p>Where four boundaries meet it turns right, so it never crosses to a pixel that only a corner
 * joins; it may come to such a point twice.
 */
final class BoundaryWalk {
  static final int EAST = 0;
  static final int SOUTH = 1;
  static final int WEST = 2;
  static final int NORTH = 3;

  private static final int[] ACROSS = {1, 0, -1, 0};
  private static final int[] DOWN = {0, 1, 0, -1};

  private final BitPlane classified;
  private final BitPlane across;
  private final BitPlane down;
  private int column;
  private int row;
  private int direction;

  BoundaryWalk(Boundaries boundaries) {
    this.classified = boundaries.classified();
    this.across = boundaries.across();
    this.down = boundaries.down();
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

  /** Whether there is a boundary ahead. */
  boolean isOnBoundary() {
    return leads(direction);
  }

  /** Whether the boundary ahead has a class on both sides. */
  boolean isInside() {
    boolean lies = direction == EAST || direction == WEST;
    int aheadColumn = direction == WEST ? column - 1 : column;
    int aheadRow = direction == NORTH ? row - 1 : row;
    return classified.get(aheadColumn, aheadRow)
        && classified.get(lies ? aheadColumn : column - 1, lies ? row - 1 : aheadRow);
  }

  private boolean leads(int towards) {
    return switch (towards) {
      case EAST -> across.get(column, row);
      case SOUTH -> down.get(column, row);
      case WEST -> across.get(column - 1, row);
      default -> down.get(column, row - 1);
    };
  }

  /** Goes one pixel edge ahead, then turns to where the same region is on the right. */
  void step() {
    column += ACROSS[direction];
    row += DOWN[direction];
    int right = (direction + 1) & 3;
    if (leads(right)) {
      direction = right;
    } else if (!leads(direction)) {
      direction = (direction + 3) & 3;
    }
  }
}

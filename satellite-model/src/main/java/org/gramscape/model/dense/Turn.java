package org.gramscape.model.dense;

/**
 * One of the eight ways to turn and mirror a square, which show the same ground as true.
 *
 * @param number from 0, which leaves it
 */
record Turn(int number) {
  static final int COUNT = 8;

  /** Planes of {@code side * side} values each, one after another. */
  float[] apply(float[] planes, int side) {
    if (number == 0) {
      return planes;
    }
    float[] turned = new float[planes.length];
    int plane = side * side;
    for (int i = 0; i < planes.length; i++) {
      int row = i % plane / side;
      int column = i % side;
      int fromRow = (number & 1) == 0 ? row : side - 1 - row;
      int fromColumn = (number & 2) == 0 ? column : side - 1 - column;
      int from = (number & 4) == 0 ? fromRow * side + fromColumn : fromColumn * side + fromRow;
      turned[i] = planes[i / plane * plane + from];
    }
    return turned;
  }
}

package org.gramscape.landcover.vectorize;

import java.util.Arrays;

/** One bit for each point of a lattice, with a border of zeros around it that may be read. */
final class BitPlane {
  private final long[][] rows;

  BitPlane(int width, int height) {
    rows = new long[height + 2][(width + 2 + 63) / 64];
  }

  boolean get(int column, int row) {
    int bit = column + 1;
    return (rows[row + 1][bit >> 6] >>> bit & 1) != 0;
  }

  void set(int column, int row) {
    int bit = column + 1;
    rows[row + 1][bit >> 6] |= 1L << bit;
  }

  void clear(int column, int row) {
    int bit = column + 1;
    rows[row + 1][bit >> 6] &= ~(1L << bit);
  }

  /** The first set bit of the row at or after a column, or -1. */
  int nextSet(int column, int row) {
    return next(column, rows[row + 1], 0);
  }

  /** The first bit of the row at or after a column that is not set. */
  int nextClear(int column, int row) {
    return next(column, rows[row + 1], -1L);
  }

  private static int next(int column, long[] words, long flip) {
    int bit = column + 1;
    int word = bit >> 6;
    if (word >= words.length) {
      return -1;
    }
    long left = (words[word] ^ flip) & -1L << bit;
    while (left == 0) {
      if (++word == words.length) {
        return -1;
      }
      left = words[word] ^ flip;
    }
    return (word << 6) + Long.numberOfTrailingZeros(left) - 1;
  }

  long count() {
    return Arrays.stream(rows).flatMapToLong(Arrays::stream).map(Long::bitCount).sum();
  }

  /** The bits of a row, 64 a word; bit {@code column + 1} is that of the column. */
  long[] words(int row) {
    return rows[row + 1];
  }
}

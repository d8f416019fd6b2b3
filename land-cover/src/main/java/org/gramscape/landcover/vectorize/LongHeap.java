package org.gramscape.landcover.vectorize;

import java.util.Arrays;

/** A binary heap of longs, least first. */
final class LongHeap {
  private long[] values = new long[64];
  private int size;

  boolean isEmpty() {
    return size == 0;
  }

  void clear() {
    size = 0;
  }

  void add(long value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size + (size >> 1));
    }
    int child = size++;
    while (child > 0 && values[(child - 1) / 2] > value) {
      values[child] = values[(child - 1) / 2];
      child = (child - 1) / 2;
    }
    values[child] = value;
  }

  long removeLeast() {
    long least = values[0];
    long last = values[--size];
    int hole = 0;
    int child = 1;
    while (child < size) {
      if (child + 1 < size && values[child + 1] < values[child]) {
        child++;
      }
      if (values[child] >= last) {
        break;
      }
      values[hole] = values[child];
      hole = child;
      child = 2 * hole + 1;
    }
    values[hole] = last;
    return least;
  }
}

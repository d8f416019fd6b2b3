package org.gramscape.landcover.vectorize;

/** The runs of a row: classified pixels side by side without a boundary between them. */
final class Runs {
  private final Boundaries boundaries;
  private int row;
  private int start;
  private int end;

  Runs(Boundaries boundaries) {
    this.boundaries = boundaries;
  }

  /** Goes to before the first run of a row. */
  void startRow(int newRow) {
    row = newRow;
    end = boundaries.down().nextSet(0, row);
  }

  /** Goes to the next run, if there is one. */
  boolean next() {
    do {
      start = end;
      end = start < 0 ? -1 : boundaries.down().nextSet(start + 1, row);
      if (end < 0) {
        return false;
      }
    } while (!boundaries.classified().get(start, row));
    return true;
  }

  /** The first column of the run. */
  int start() {
    return start;
  }

  /** The column after the last. */
  int end() {
    return end;
  }

  /**
   * The first column of the run, from one of its columns on, that has no boundary above it, or
   * {@link #end}.
   */
  int openAbove(int from) {
    return Math.min(end, boundaries.across().nextClear(from, row));
  }

  /**
   * The next such column that may lead to another region above: there is a boundary between, or
   * {@link #end}.
   */
  int nextOpenAbove(int open) {
    int closed = boundaries.across().nextSet(open, row);
    return closed < 0 || closed >= end ? end : openAbove(closed);
  }
}

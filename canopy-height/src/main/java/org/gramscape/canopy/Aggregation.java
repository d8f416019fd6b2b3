package org.gramscape.canopy;

import org.gramscape.tiling.AlignedSource;

/** How the heights of pixels that are finer than a cell become the cell's. */
public enum Aggregation {
  /** The highest, as a canopy's height is that of its tops. */
  MAXIMUM(AlignedSource.Method.MAXIMUM),
  /** The mean. */
  MEAN(AlignedSource.Method.AVERAGE);

  private final AlignedSource.Method method;

  Aggregation(AlignedSource.Method method) {
    this.method = method;
  }

  AlignedSource.Method method() {
    return method;
  }
}

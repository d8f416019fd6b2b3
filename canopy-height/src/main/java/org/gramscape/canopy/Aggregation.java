package org.gramscape.canopy;

import java.util.Locale;
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

  /** {@code maximum} or {@code mean}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The one of a word.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Aggregation of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  AlignedSource.Method method() {
    return method;
  }
}

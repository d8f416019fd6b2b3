package org.gramscape.canopy;

import java.util.List;

/**
 * What a map of heights looks like, and what may be wrong with it.
 *
 * @param nodataShare share of its pixels without data, from 0 to 1
 * @param histogram shares of the others by height, in classes of {@value #CLASS_METRES} m from 0;
 *     the last holds all above
 * @param warnings a sentence each
 */
public record HeightQuality(double nodataShare, List<Double> histogram, List<String> warnings) {
  /** Metres of height a class. */
  public static final int CLASS_METRES = 5;

  static final int CLASSES = 9;

  public HeightQuality {
    histogram = List.copyOf(histogram);
    warnings = List.copyOf(warnings);
  }
}

package org.gramscape.landcover.vectorize;

import java.util.Arrays;

/** How probable each class is on the ground of each region: sums over its pixels. */
final class RegionProbabilities {
  private final int classes;
  private float[] sums = new float[0];

  /**
   * @param classes how many; 0 keeps nothing
   */
  RegionProbabilities(int classes) {
    this.classes = classes;
  }

  /** Adds to what is known of a class, by its place. */
  void add(int region, int place, float sum) {
    int i = region * classes + place;
    if (i >= sums.length) {
      sums = Arrays.copyOf(sums, Math.max(1024, i + i / 2 + classes));
    }
    sums[i] += sum;
  }

  float of(int region, int place) {
    int i = region * classes + place;
    return i < sums.length ? sums[i] : 0;
  }

  /** Gives one region's ground to another. */
  void join(int into, int from) {
    for (int place = 0; place < classes; place++) {
      add(into, place, of(from, place));
    }
  }

  /** Renumbers a region, to a number that is free. */
  void move(int to, int region) {
    if (to != region) {
      for (int place = 0; place < classes; place++) {
        add(to, place, of(region, place) - of(to, place));
      }
    }
  }
}

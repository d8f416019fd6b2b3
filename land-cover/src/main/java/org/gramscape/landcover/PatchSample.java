package org.gramscape.landcover;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.gramscape.model.FeatureMap;

/** Some of the patches that pass by, each with the same probability (Vitter 1985, algorithm R). */
final class PatchSample {
  private final int most;
  private final SplittableRandom random;
  private final List<Patch> patches = new ArrayList<>();
  private long seen;

  /**
   * A patch.
   *
   * @param column of its middle in the scene's pixels
   * @param row of its middle in the scene's pixels
   * @param features {@code [channels]}
   */
  record Patch(double column, double row, float[] features) {

    static Patch of(double column, double row, FeatureMap map, int offset) {
      return new Patch(
          column, row, Arrays.copyOfRange(map.values(), offset, offset + map.channels()));
    }
  }

  PatchSample(int most, SplittableRandom random) {
    this.most = most;
    this.random = random;
  }

  /** Lets one pass by; it may be kept, and another go. */
  void offer(double column, double row, FeatureMap map, int offset) {
    seen++;
    if (patches.size() < most) {
      patches.add(Patch.of(column, row, map, offset));
      return;
    }
    long place = random.nextLong(seen);
    if (place < most) {
      patches.set((int) place, Patch.of(column, row, map, offset));
    }
  }

  List<Patch> patches() {
    return patches;
  }
}

package org.gramscape.training.probe;

import java.util.stream.IntStream;

/**
 * Patches to compare others with: the most typical of each of three groups of colours (k-means,
 * begun with patches that differ most; Gonzalez 1985). They follow from the image alone, so they
 * stay while a network learns.
 */
final class TypicalPatches {
  static final int COUNT = 3;
  private static final int ROUNDS = 20;

  private final double[][] colors;
  private final int[] valid;

  private TypicalPatches(double[][] colors, boolean[] valid) {
    this.colors = colors;
    this.valid = IntStream.range(0, valid.length).filter(i -> valid[i]).toArray();
  }

  /**
   * Their numbers.
   *
   * @param colors {@code [3][patches]}
   * @param valid which patches may be chosen; one at least
   */
  static int[] of(double[][] colors, boolean[] valid) {
    return new TypicalPatches(colors, valid).choose();
  }

  private int[] choose() {
    double[][] centres = new double[COUNT][];
    centres[0] = color(nearest(mean(valid)));
    for (int k = 1; k < COUNT; k++) {
      centres[k] = color(farthest(centres, k));
    }
    for (int round = 0; round < ROUNDS; round++) {
      double[][] before = centres.clone();
      for (int k = 0; k < COUNT; k++) {
        int group = k;
        int[] members =
            IntStream.of(valid).filter(patch -> group(before, patch) == group).toArray();
        centres[k] = members.length > 0 ? mean(members) : before[k];
      }
    }
    int[] typical = new int[COUNT];
    for (int k = 0; k < COUNT; k++) {
      typical[k] = nearest(centres[k]);
    }
    return typical;
  }

  private double[] color(int patch) {
    return new double[] {colors[0][patch], colors[1][patch], colors[2][patch]};
  }

  private double[] mean(int[] patches) {
    double[] mean = new double[3];
    for (int patch : patches) {
      for (int c = 0; c < 3; c++) {
        mean[c] += colors[c][patch] / patches.length;
      }
    }
    return mean;
  }

  private double distance(double[] centre, int patch) {
    double sum = 0;
    for (int c = 0; c < 3; c++) {
      double difference = colors[c][patch] - centre[c];
      sum += difference * difference;
    }
    return sum;
  }

  private int nearest(double[] centre) {
    int nearest = valid[0];
    for (int patch : valid) {
      if (distance(centre, patch) < distance(centre, nearest)) {
        nearest = patch;
      }
    }
    return nearest;
  }

  private int farthest(double[][] centres, int count) {
    int farthest = valid[0];
    double most = -1;
    for (int patch : valid) {
      double least = Double.POSITIVE_INFINITY;
      for (int k = 0; k < count; k++) {
        least = Math.min(least, distance(centres[k], patch));
      }
      if (least > most) {
        most = least;
        farthest = patch;
      }
    }
    return farthest;
  }

  private int group(double[][] centres, int patch) {
    int group = 0;
    for (int k = 1; k < COUNT; k++) {
      if (distance(centres[k], patch) < distance(centres[group], patch)) {
        group = k;
      }
    }
    return group;
  }
}

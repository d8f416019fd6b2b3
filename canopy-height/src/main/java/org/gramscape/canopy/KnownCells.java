package org.gramscape.canopy;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Cells whose heights are known.
 *
 * @param features {@code [cells, channels]}
 * @param colors how many of the channels, the last ones, are colours
 * @param heights {@code [cells]}, in metres
 * @param folds {@code [cells]}, the number of each one's fold, from 0
 */
record KnownCells(float[] features, int colors, double[] heights, int[] folds) {
  int count() {
    return heights.length;
  }

  int channels() {
    return features.length / count();
  }

  /** Whether there are cells of more than one fold. */
  boolean areOfSeveralFolds() {
    return Arrays.stream(folds).distinct().count() > 1;
  }

  /** About so many of them, the same share of each fold; all if there are fewer. */
  KnownCells thinned(int most) {
    int step = (count() + most - 1) / most;
    int[] ofFold = new int[Arrays.stream(folds).max().orElse(0) + 1];
    int[] kept =
        IntStream.range(0, count()).filter(cell -> ofFold[folds[cell]]++ % step == 0).toArray();
    float[] some = new float[kept.length * channels()];
    for (int i = 0; i < kept.length; i++) {
      System.arraycopy(features, kept[i] * channels(), some, i * channels(), channels());
    }
    return new KnownCells(
        some,
        colors,
        Arrays.stream(kept).mapToDouble(cell -> heights[cell]).toArray(),
        Arrays.stream(kept).map(cell -> folds[cell]).toArray());
  }
}

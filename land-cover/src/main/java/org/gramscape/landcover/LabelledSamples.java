package org.gramscape.landcover;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Feature vectors whose class is known.
 *
 * @param classes number of classes
 * @param features {@code [samples][features]}, standardised
 * @param sampleClasses {@code [samples]}, index of each sample's class
 * @param origins {@code [samples]}, number of the label (point or polygon) that each came from
 */
record LabelledSamples(int classes, float[][] features, int[] sampleClasses, int[] origins) {

  int size() {
    return sampleClasses.length;
  }

  /** The least number of labels that a class has. */
  int fewestLabels() {
    long[] labels = new long[classes];
    Set<Integer> seen = new HashSet<>();
    for (int s = 0; s < size(); s++) {
      if (seen.add(origins[s])) {
        labels[sampleClasses[s]]++;
      }
    }
    return (int) LongStream.of(labels).min().orElse(0);
  }

  /** The mean of each class's samples, {@code [classes][features]}; each has one. */
  float[][] classMeans() {
    double[][] sums = new double[classes][features[0].length];
    int[] counts = new int[classes];
    for (int s = 0; s < size(); s++) {
      double[] sum = sums[sampleClasses[s]];
      for (int i = 0; i < sum.length; i++) {
        sum[i] += features[s][i];
      }
      counts[sampleClasses[s]]++;
    }
    float[][] means = new float[classes][features[0].length];
    for (int c = 0; c < classes; c++) {
      for (int i = 0; i < means[c].length; i++) {
        means[c][i] = (float) (sums[c][i] / counts[c]);
      }
    }
    return means;
  }

  /** Those of which {@code keep} holds, in the same order. */
  LabelledSamples where(IntPredicate keep) {
    int[] kept = IntStream.range(0, size()).filter(keep).toArray();
    float[][] keptFeatures = new float[kept.length][];
    int[] keptClasses = new int[kept.length];
    int[] keptOrigins = new int[kept.length];
    for (int i = 0; i < kept.length; i++) {
      keptFeatures[i] = features[kept[i]];
      keptClasses[i] = sampleClasses[kept[i]];
      keptOrigins[i] = origins[kept[i]];
    }
    return new LabelledSamples(classes, keptFeatures, keptClasses, keptOrigins);
  }

  /** The same of the classes {@code present} alone, numbered in that order from 0. */
  LabelledSamples renumbered(int[] present) {
    int[] numbers = new int[classes];
    Arrays.fill(numbers, -1);
    for (int c = 0; c < present.length; c++) {
      numbers[present[c]] = c;
    }
    LabelledSamples kept = where(s -> numbers[sampleClasses[s]] >= 0);
    int[] renumbered = IntStream.of(kept.sampleClasses).map(c -> numbers[c]).toArray();
    return new LabelledSamples(present.length, kept.features, renumbered, kept.origins);
  }
}

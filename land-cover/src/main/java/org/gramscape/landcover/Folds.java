package org.gramscape.landcover;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Samples dealt into folds, which are left out in turn.
 *
 * @param count of folds; with fewer than two nothing can be held out
 * @param ofSample {@code [samples]}
 * @param groupOfSample {@code [samples]}: what stays together, a block of ground or a label
 */
record Folds(int count, int[] ofSample, int[] groupOfSample) {
  private static final int MOST = 5;

  /** Each class's labels in turn; samples of one label stay together. */
  static Folds random(LabelledSamples samples) {
    Map<Integer, Integer> foldOfLabel = new HashMap<>();
    int[] dealt = new int[samples.classes()];
    int[] folds = new int[samples.size()];
    for (int s = 0; s < folds.length; s++) {
      int sampleClass = samples.sampleClasses()[s];
      folds[s] =
          foldOfLabel.computeIfAbsent(samples.origins()[s], l -> dealt[sampleClass]++ % MOST);
    }
    int count = 0;
    for (int fold : folds) {
      count = Math.max(count, fold + 1);
    }
    return new Folds(count, folds, samples.origins().clone());
  }

  /**
   * Whole blocks. Blocks that have a part of the same label stay together as well: a polygon is
   * never both learnt from and held out. Folds get as equal a share of every class as blocks allow.
   *
   * @param x places of the samples in metres
   * @param side of the blocks in metres
   */
  static Folds blocked(LabelledSamples samples, double[] x, double[] y, double side) {
    int[] groups = groups(samples, blocks(x, y, side));
    Map<Integer, int[]> classesOfGroup = new HashMap<>();
    int[] totals = new int[samples.classes()];
    for (int s = 0; s < groups.length; s++) {
      int[] counts = classesOfGroup.computeIfAbsent(groups[s], g -> new int[totals.length]);
      counts[samples.sampleClasses()[s]]++;
      totals[samples.sampleClasses()[s]]++;
    }
    int count = Math.min(MOST, classesOfGroup.size());
    Map<Integer, Integer> foldOfGroup = deal(classesOfGroup, totals, count);
    int[] folds = new int[groups.length];
    for (int s = 0; s < folds.length; s++) {
      folds[s] = foldOfGroup.get(groups[s]);
    }
    return new Folds(count, folds, groups);
  }

  /** How many groups there are. */
  int groups() {
    return (int) Arrays.stream(groupOfSample).distinct().count();
  }

  /** Whether a class has samples in two groups or more: else it is either learnt or held out. */
  boolean canHoldOut(int sampleClass, LabelledSamples samples) {
    int first = -1;
    for (int s = 0; s < groupOfSample.length; s++) {
      if (samples.sampleClasses()[s] == sampleClass) {
        if (first >= 0 && groupOfSample[s] != groupOfSample[first]) {
          return true;
        }
        first = first < 0 ? s : first;
      }
    }
    return false;
  }

  /** The number of each sample's block, in the order in which they are met. */
  private static int[] blocks(double[] x, double[] y, double side) {
    double left = Arrays.stream(x).min().orElse(0);
    double top = Arrays.stream(y).min().orElse(0);
    Map<Long, Integer> numbers = new HashMap<>();
    int[] blocks = new int[x.length];
    for (int s = 0; s < blocks.length; s++) {
      long column = (long) ((x[s] - left) / side);
      long row = (long) ((y[s] - top) / side);
      blocks[s] = numbers.computeIfAbsent(row << 32 | column, key -> numbers.size());
    }
    return blocks;
  }

  /** Joins blocks that share a label. */
  private static int[] groups(LabelledSamples samples, int[] blocks) {
    int[] parent = new int[blocks.length];
    Map<Integer, Integer> blockOfLabel = new HashMap<>();
    for (int block = 0; block < parent.length; block++) {
      parent[block] = block;
    }
    for (int s = 0; s < blocks.length; s++) {
      int other = blockOfLabel.computeIfAbsent(samples.origins()[s], label -> -1);
      if (other < 0) {
        blockOfLabel.put(samples.origins()[s], blocks[s]);
      } else {
        parent[root(parent, blocks[s])] = root(parent, other);
      }
    }
    int[] groups = new int[blocks.length];
    for (int s = 0; s < groups.length; s++) {
      groups[s] = root(parent, blocks[s]);
    }
    return groups;
  }

  private static int root(int[] parent, int block) {
    int root = block;
    while (parent[root] != root) {
      root = parent[root];
    }
    return root;
  }

  /** The largest groups first, each to the fold that has least of its classes. */
  private static Map<Integer, Integer> deal(
      Map<Integer, int[]> classesOfGroup, int[] totals, int count) {
    List<Integer> order = new ArrayList<>(classesOfGroup.keySet());
    order.sort(
        Comparator.<Integer>comparingDouble(g -> -shared(classesOfGroup.get(g), totals, totals))
            .thenComparing(Comparator.naturalOrder()));
    int[][] folds = new int[count][totals.length];
    Map<Integer, Integer> foldOfGroup = new HashMap<>();
    for (int group : order) {
      int[] counts = classesOfGroup.get(group);
      int least = 0;
      for (int fold = 1; fold < count; fold++) {
        if (shared(counts, folds[fold], totals) < shared(counts, folds[least], totals)) {
          least = fold;
        }
      }
      foldOfGroup.put(group, least);
      for (int c = 0; c < totals.length; c++) {
        folds[least][c] += counts[c];
      }
    }
    return foldOfGroup;
  }

  /** How much two counts of classes have in common, whatever the size of the classes. */
  private static double shared(int[] a, int[] b, int[] totals) {
    double sum = 0;
    for (int c = 0; c < totals.length; c++) {
      sum += totals[c] == 0 ? 0 : (double) a[c] / totals[c] * b[c] / totals[c];
    }
    return sum;
  }
}

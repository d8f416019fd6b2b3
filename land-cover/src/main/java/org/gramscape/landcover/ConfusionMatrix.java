package org.gramscape.landcover;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Counts of true and predicted classes, by id from 0 to 255. */
public final class ConfusionMatrix {
  private static final int IDS = 256;

  private final long[][] counts = new long[IDS][IDS];

  /** Counts a cell. */
  public void add(int truth, int prediction) {
    counts[truth][prediction]++;
  }

  /**
   * How well they agree; a class that occurs on neither side is none.
   *
   * @param names of classes by id; a class without one is called by its id
   */
  public ClassScores scores(Map<Integer, String> names) {
    int[] ids = IntStream.range(0, IDS).filter(this::occurs).toArray();
    long[][] confusion = new long[ids.length][ids.length];
    for (int t = 0; t < ids.length; t++) {
      for (int p = 0; p < ids.length; p++) {
        confusion[t][p] = counts[ids[t]][ids[p]];
      }
    }
    long cells = 0;
    long right = 0;
    double byChance = 0;
    double ious = 0;
    List<ClassScores.ClassScore> classes = new ArrayList<>();
    for (int c = 0; c < ids.length; c++) {
      long truth = 0;
      long predicted = 0;
      for (int other = 0; other < ids.length; other++) {
        truth += confusion[c][other];
        predicted += confusion[other][c];
      }
      long both = confusion[c][c];
      cells += truth;
      right += both;
      byChance += (double) truth * predicted;
      double iou = both / (double) (truth + predicted - both);
      ious += iou;
      classes.add(
          new ClassScores.ClassScore(
              ids[c],
              names.getOrDefault(ids[c], Integer.toString(ids[c])),
              truth,
              iou,
              both / (double) predicted,
              both / (double) truth));
    }
    double accuracy = right / (double) cells;
    double chance = byChance / cells / cells;
    double kappa = chance < 1 ? (accuracy - chance) / (1 - chance) : Double.NaN;
    return new ClassScores(
        cells, accuracy, ious / ids.length, kappa, List.copyOf(classes), confusion);
  }

  private boolean occurs(int id) {
    for (int other = 0; other < IDS; other++) {
      if (counts[id][other] > 0 || counts[other][id] > 0) {
        return true;
      }
    }
    return false;
  }
}

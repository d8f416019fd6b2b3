package org.gramscape.landcover;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a fit is worth: each fold of the labels was predicted from the others.
 *
 * <p>The cost of an error is chosen by the same folds, among three, which flatters by little.
 *
 * @param kind of the folds
 * @param folds how many; with fewer than two there are no scores
 * @param groups blocks (or labels, if random) that were dealt into them
 * @param blockMetres side of the blocks; 0 if random
 * @param untold classes without scores: all their labels lie in one block, or are one label
 * @param scores of the samples held out, of all classes but those; no cells where nothing could be
 *     told
 */
public record ClassValidation(
    FoldKind kind,
    int folds,
    int groups,
    double blockMetres,
    List<String> untold,
    ClassScores scores) {
  private static final int FEW = 10;

  static ClassValidation of(
      LabelledSamples samples,
      List<String> names,
      Folds folds,
      FoldKind kind,
      double blockMetres,
      int[] predictions) {
    ConfusionMatrix matrix = new ConfusionMatrix();
    boolean[] told = new boolean[samples.classes()];
    for (int c = 0; c < told.length; c++) {
      told[c] = folds.canHoldOut(c, samples);
    }
    for (int s = 0; s < samples.size(); s++) {
      int truth = samples.sampleClasses()[s];
      if (told[truth] && predictions[s] != HeldOut.NONE) {
        matrix.add(truth, predictions[s]);
      }
    }
    Map<Integer, String> byId =
        IntStream.range(0, names.size()).boxed().collect(Collectors.toMap(c -> c, names::get));
    List<String> untold =
        IntStream.range(0, told.length).filter(c -> !told[c]).mapToObj(names::get).toList();
    return new ClassValidation(
        kind, folds.count(), folds.groups(), blockMetres, untold, matrix.scores(byId));
  }

  /** Where nothing was labelled. */
  static ClassValidation ofNoLabels() {
    return new ClassValidation(
        FoldKind.BLOCKS, 0, 0, 0, List.of(), new ConfusionMatrix().scores(Map.of()));
  }

  /** Whether there are scores. */
  public boolean tells() {
    return scores.cells() > 0;
  }

  /** How it was made, in words. */
  public String method() {
    return kind == FoldKind.RANDOM
        ? "%d random folds of %d labels".formatted(folds, groups)
        : "%d folds of %d blocks of %s"
            .formatted(folds, groups, String.format(Locale.ROOT, "%.0f m", blockMetres));
  }

  /** Why the scores say less than they seem to; a sentence each. */
  public List<String> doubts() {
    List<String> doubts = new ArrayList<>();
    if (!tells()) {
      doubts.add(
          kind == FoldKind.RANDOM
              ? "there are too few labels to hold some out; add two or more a class"
              : "there are too few labels in different blocks to hold some out; label places that"
                  + " lie apart, or ask for smaller blocks");
      return doubts;
    }
    if (!untold.isEmpty()) {
      doubts.add(
          "nothing can be told of %s: %s"
              .formatted(
                  String.join(", ", untold),
                  kind == FoldKind.RANDOM
                      ? "a class needs two labels"
                      : "a class needs labels in two blocks"));
    }
    List<String> few =
        scores.classes().stream()
            .filter(c -> c.truthCells() > 0 && c.truthCells() < FEW)
            .map(ClassScores.ClassScore::name)
            .toList();
    if (!few.isEmpty()) {
      doubts.add(
          "fewer than %d places tell of %s: chance decides much"
              .formatted(FEW, String.join(", ", few)));
    }
    return doubts;
  }
}

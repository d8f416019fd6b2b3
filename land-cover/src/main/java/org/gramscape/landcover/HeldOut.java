package org.gramscape.landcover;

import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.IntStream;

/** What classifiers say of samples of a fold that they were not fitted to. */
final class HeldOut {
  /** The prediction of a sample that could not be held out: too little was left to learn from. */
  static final int NONE = -1;

  private HeldOut() {}

  /**
   * Predicts every sample from those of the other folds.
   *
   * @return {@code [samples]}, index of the class, or {@link #NONE}
   */
  static int[] predictions(
      LabelledSamples samples, Folds folds, Function<LabelledSamples, Classifier> fit) {
    int[] predictions = new int[samples.size()];
    Arrays.fill(predictions, NONE);
    for (int f = 0; f < folds.count(); f++) {
      int fold = f;
      LabelledSamples others = samples.where(s -> folds.ofSample()[s] != fold);
      int[] present = IntStream.of(others.sampleClasses()).distinct().sorted().toArray();
      if (present.length < 2) {
        continue;
      }
      Classifier classifier = fit.apply(others.renumbered(present));
      float[] shares = new float[present.length];
      for (int s = 0; s < samples.size(); s++) {
        if (folds.ofSample()[s] == fold) {
          classifier.classify(samples.features()[s], shares);
          predictions[s] = present[ClassifierTraining.greatest(shares)];
        }
      }
    }
    return predictions;
  }
}

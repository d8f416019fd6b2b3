package org.gramscape.landcover;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How well classes are told apart by features when a few places of a scene are labelled: those are
 * learnt from, all others are predicted.
 *
 * <p>Features are standardised over all places, and how common classes are is estimated from some
 * of them. The same places in the same order give the same scores.
 */
public final class FewShotTrial {
  private static final int MOST_GROUND = 2_000;

  private final float[][] features;
  private final int[] classes;
  private final List<String> names;

  /**
   * @param features {@code [places][channels]}; overwritten
   * @param classes {@code [places]}, the true class of each
   * @param parts lengths of a feature vector's parts, each of which is to count as much as another
   * @param names of the classes
   */
  public FewShotTrial(float[][] features, List<Integer> parts, int[] classes, List<String> names) {
    this.features = features;
    this.classes = classes.clone();
    this.names = List.copyOf(names);
    Standardisation.Statistics statistics = new Standardisation.Statistics(parts);
    for (float[] feature : features) {
      statistics.add(feature, 0);
    }
    Standardisation standardisation = statistics.standardisation();
    for (int i = 0; i < features.length; i++) {
      features[i] = standardisation.apply(features[i], 0);
    }
  }

  /**
   * Learns from {@code labels} places of each class and predicts all others.
   *
   * @param draw number of the random draw of places
   * @throws IllegalArgumentException if a class has no more places than that
   */
  public ClassScores run(ClassMethod method, int labels, int draw) {
    boolean[] labelled = draw(labels, draw, place -> true);
    int[] taken = new int[names.size()];
    places(labelled).forEach(place -> taken[classes[place]]++);
    if (Arrays.stream(taken).anyMatch(count -> count < labels)) {
      throw new IllegalArgumentException("a class has fewer than " + labels + " places");
    }
    ConfusionMatrix matrix = new ConfusionMatrix();
    predict(method, labelled, place -> !labelled[place], matrix);
    return matrix.scores(byId());
  }

  /**
   * Predicts each fold from {@code labels} places of each class in the other folds; from all there
   * are if they are fewer.
   *
   * @param folds of the places, as of {@link #folds}
   */
  public ClassScores runApart(ClassMethod method, int labels, int draw, int[] folds) {
    ConfusionMatrix matrix = new ConfusionMatrix();
    for (int fold : Arrays.stream(folds).distinct().sorted().toArray()) {
      boolean[] labelled = draw(labels, draw, place -> folds[place] != fold);
      predict(method, labelled, place -> folds[place] == fold, matrix);
    }
    return matrix.scores(byId());
  }

  /**
   * Deals places into folds of whole blocks of ground.
   *
   * @param x of the places in metres
   * @param side of the blocks in metres
   */
  public int[] folds(double[] x, double[] y, double side) {
    int[] origins = IntStream.range(0, classes.length).toArray();
    return Folds.blocked(new LabelledSamples(names.size(), features, classes, origins), x, y, side)
        .ofSample();
  }

  private boolean[] draw(int labels, int draw, IntPredicate from) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, classes.length).boxed().toList());
    Collections.shuffle(order, new Random(draw));
    int[] taken = new int[names.size()];
    boolean[] labelled = new boolean[classes.length];
    for (int place : order) {
      if (from.test(place) && taken[classes[place]] < labels) {
        taken[classes[place]]++;
        labelled[place] = true;
      }
    }
    return labelled;
  }

  private void predict(
      ClassMethod method, boolean[] labelled, IntPredicate which, ConfusionMatrix matrix) {
    int[] places = places(labelled).toArray();
    LabelledSamples all =
        new LabelledSamples(
            names.size(),
            IntStream.of(places).mapToObj(place -> features[place]).toArray(float[][]::new),
            IntStream.of(places).map(place -> classes[place]).toArray(),
            IntStream.range(0, places.length).toArray());
    int[] present = IntStream.of(all.sampleClasses()).distinct().sorted().toArray();
    Classifier classifier = ClassifierTraining.train(all.renumbered(present), ground(), method);
    float[] shares = new float[present.length];
    for (int place = 0; place < classes.length; place++) {
      if (which.test(place)) {
        classifier.classify(features[place], shares);
        matrix.add(classes[place], present[ClassifierTraining.greatest(shares)]);
      }
    }
  }

  /** Some places, whose classes are not looked at. */
  private float[][] ground() {
    int step = 1 + features.length / MOST_GROUND;
    return IntStream.range(0, features.length)
        .filter(place -> place % step == 0)
        .mapToObj(place -> features[place])
        .toArray(float[][]::new);
  }

  private static IntStream places(boolean[] which) {
    return IntStream.range(0, which.length).filter(place -> which[place]);
  }

  private Map<Integer, String> byId() {
    return IntStream.range(0, names.size()).boxed().collect(Collectors.toMap(c -> c, names::get));
  }
}

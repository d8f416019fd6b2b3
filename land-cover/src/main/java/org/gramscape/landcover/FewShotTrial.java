package org.gramscape.landcover;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How well classes are told apart by features when a few places of a scene are labelled: those are
 * learnt from, all others are predicted.
 *
 * <p>Features are standardised over all places. The same places in the same order give the same
 * scores.
 */
public final class FewShotTrial {
  private final float[][] features;
  private final int[] classes;
  private final List<String> names;

  /**
   * @param features {@code [places][channels]}; overwritten
   * @param classes {@code [places]}, the true class of each
   * @param names of the classes
   */
  public FewShotTrial(float[][] features, int[] classes, List<String> names) {
    this.features = features;
    this.classes = classes.clone();
    this.names = List.copyOf(names);
    Standardisation.Statistics statistics =
        new Standardisation.Statistics(features.length == 0 ? 0 : features[0].length);
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
    List<Integer> order = new ArrayList<>(IntStream.range(0, classes.length).boxed().toList());
    Collections.shuffle(order, new Random(draw));
    int[] taken = new int[names.size()];
    boolean[] labelled = new boolean[classes.length];
    for (int place : order) {
      if (taken[classes[place]] < labels) {
        taken[classes[place]]++;
        labelled[place] = true;
      }
    }
    if (Arrays.stream(taken).anyMatch(count -> count < labels)) {
      throw new IllegalArgumentException("a class has fewer than " + labels + " places");
    }
    Classifier classifier = train(method, labelled);
    ConfusionMatrix matrix = new ConfusionMatrix();
    float[] shares = new float[names.size()];
    for (int place = 0; place < classes.length; place++) {
      if (!labelled[place]) {
        classifier.classify(features[place], shares);
        matrix.add(classes[place], ClassifierTraining.greatest(shares));
      }
    }
    Map<Integer, String> byId =
        IntStream.range(0, names.size()).boxed().collect(Collectors.toMap(c -> c, names::get));
    return matrix.scores(byId);
  }

  private Classifier train(ClassMethod method, boolean[] labelled) {
    int[] places = IntStream.range(0, classes.length).filter(i -> labelled[i]).toArray();
    float[][] x = new float[places.length][];
    int[] y = new int[places.length];
    for (int i = 0; i < places.length; i++) {
      x[i] = features[places[i]];
      y[i] = classes[places[i]];
    }
    int[] origins = IntStream.range(0, places.length).toArray();
    return ClassifierTraining.train(new LabelledSamples(names.size(), x, y, origins), method);
  }
}

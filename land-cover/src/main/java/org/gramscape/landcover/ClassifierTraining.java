package org.gramscape.landcover;

import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;

/**
 * Fits a {@link Classifier} to labelled samples; the same samples give the same classifier.
 *
 * <p>Linear methods are LIBLINEAR's (Fan et al. 2008) primal solvers. The cost C of an error is
 * chosen among {@link #COSTS} by leaving out {@link Folds} in turn where each class has {@value
 * #FEWEST_LABELS} labels or more, else it is {@value #DEFAULT_COST}; of equal ones the first.
 * Classes count the same however many samples they have; only then {@link WeighedClasses} says how
 * common they are in the scene, where a method knows probabilities.
 */
final class ClassifierTraining {
  static final double[] COSTS = {100, 10, 1000};
  static final double DEFAULT_COST = 100;

  /** With fewer labels a class, held-out accuracy is mostly chance. */
  static final int FEWEST_LABELS = 10;

  private ClassifierTraining() {}

  /**
   * A classifier.
   *
   * @param cost the C that it was fitted with; 0 if the method has none
   * @param heldOut what like classifiers say of the samples of a fold, see {@link HeldOut}
   */
  record Trained(Classifier classifier, double cost, int[] heldOut) {}

  /**
   * Fits, and holds out folds in turn.
   *
   * @param ground feature vectors of the scene, whatever their class, {@code [places][features]}
   */
  static Trained train(LabelledSamples samples, float[][] ground, ClassMethod method, Folds folds) {
    double[] costs = {DEFAULT_COST};
    if (!method.isLinear()) {
      costs = new double[] {0};
    } else if (samples.fewestLabels() >= FEWEST_LABELS && folds.count() > 1) {
      costs = COSTS;
    }
    double best = -1;
    double chosen = costs[0];
    int[] heldOut = {};
    for (double cost : costs) {
      int[] predictions =
          HeldOut.predictions(samples, folds, some -> fit(some, ground, method, cost));
      double accuracy = meanAccuracy(samples, predictions);
      if (accuracy > best) {
        best = accuracy;
        chosen = cost;
        heldOut = predictions;
      }
    }
    return new Trained(fit(samples, ground, method, chosen), chosen, heldOut);
  }

  /** Fitted to all samples; without a look at what that is worth where no cost is to be chosen. */
  static Classifier train(LabelledSamples samples, float[][] ground, ClassMethod method) {
    if (!method.isLinear() || samples.fewestLabels() < FEWEST_LABELS) {
      return fit(samples, ground, method, DEFAULT_COST);
    }
    return train(samples, ground, method, Folds.random(samples)).classifier();
  }

  private static Classifier fit(
      LabelledSamples samples, float[][] ground, ClassMethod method, double cost) {
    return switch (method) {
      case KNN ->
          NearestNeighbours.of(samples.classes(), samples.features(), samples.sampleClasses());
      case PROTOTYPES -> NearestNeighbours.ofPrototypes(samples.classMeans());
      case LOGISTIC ->
          WeighedClasses.byShare(linear(samples, method, cost), ground, samples.fewestLabels());
      case SVM -> linear(samples, method, cost);
    };
  }

  /** The share of right ones, the mean over classes: the small ones count as much. */
  private static double meanAccuracy(LabelledSamples samples, int[] predictions) {
    double[] right = new double[samples.classes()];
    double[] all = new double[samples.classes()];
    for (int s = 0; s < predictions.length; s++) {
      int truth = samples.sampleClasses()[s];
      right[truth] += predictions[s] == truth ? 1 : 0;
      all[truth]++;
    }
    double sum = 0;
    for (int c = 0; c < right.length; c++) {
      sum += all[c] == 0 ? 0 : right[c] / all[c];
    }
    return sum / right.length;
  }

  private static LinearClassifier linear(LabelledSamples samples, ClassMethod method, double cost) {
    int features = samples.features()[0].length;
    Problem problem = new Problem();
    problem.l = samples.size();
    problem.n = features + 1;
    problem.bias = 1;
    problem.x = new Feature[problem.l][];
    problem.y = new double[problem.l];
    double[] counts = new double[samples.classes()];
    for (int s = 0; s < problem.l; s++) {
      problem.x[s] = nodes(samples.features()[s]);
      problem.y[s] = samples.sampleClasses()[s];
      counts[samples.sampleClasses()[s]]++;
    }
    boolean logistic = method == ClassMethod.LOGISTIC;
    Parameter parameter =
        new Parameter(logistic ? SolverType.L2R_LR : SolverType.L2R_L2LOSS_SVC, cost, 1e-3);
    double[] weights = new double[counts.length];
    int[] labels = new int[counts.length];
    for (int c = 0; c < counts.length; c++) {
      weights[c] = problem.l / (counts.length * counts[c]);
      labels[c] = c;
    }
    parameter.setWeights(weights, labels);
    Linear.disableDebugOutput();
    return extract(Linear.train(problem, parameter), logistic, features);
  }

  private static Feature[] nodes(float[] x) {
    Feature[] nodes = new Feature[x.length + 1];
    for (int i = 0; i < x.length; i++) {
      nodes[i] = new FeatureNode(i + 1, x[i]);
    }
    nodes[x.length] = new FeatureNode(x.length + 1, 1);
    return nodes;
  }

  private static LinearClassifier extract(Model model, boolean logistic, int features) {
    int[] labels = model.getLabels();
    float[] weights = new float[labels.length * features];
    float[] intercepts = new float[labels.length];
    for (int m = 0; m < labels.length; m++) {
      int c = labels[m];
      for (int i = 0; i < features; i++) {
        weights[c * features + i] = (float) model.getDecfunCoef(i + 1, m);
      }
      intercepts[c] = (float) model.getDecfunBias(m);
    }
    return new LinearClassifier(logistic, weights, intercepts);
  }

  static int greatest(float[] shares) {
    int best = 0;
    for (int c = 1; c < shares.length; c++) {
      if (shares[c] > shares[best]) {
        best = c;
      }
    }
    return best;
  }
}

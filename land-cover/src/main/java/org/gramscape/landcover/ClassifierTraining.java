package org.gramscape.landcover;

import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;
import java.util.HashMap;
import java.util.Map;

/**
 * Fits a {@link Classifier} to labelled samples; the same samples give the same classifier.
 *
 * <p>Linear methods are LIBLINEAR's (Fan et al. 2008) primal solvers. The cost C of an error is
 * chosen among {@link #COSTS} by leaving out a {@value #FOLDS}th of every class's labels at a time
 * where each class has {@value #FEWEST_LABELS} labels or more, else it is {@value #DEFAULT_COST}.
 * Classes count the same however many samples they have.
 */
final class ClassifierTraining {
  static final double[] COSTS = {100, 10, 1000};
  static final double DEFAULT_COST = 100;
  static final int FOLDS = 5;

  /** With fewer labels a class, held-out accuracy is mostly chance. */
  static final int FEWEST_LABELS = 10;

  private ClassifierTraining() {}

  /** A classifier and the C that it was fitted with; 0 if the method has none. */
  record Trained(Classifier classifier, double cost) {}

  static Trained train(LabelledSamples samples, ClassMethod method) {
    if (method == ClassMethod.KNN) {
      return new Trained(
          NearestNeighbours.of(samples.classes(), samples.features(), samples.sampleClasses()), 0);
    }
    double cost =
        samples.fewestLabels() < FEWEST_LABELS ? DEFAULT_COST : chooseCost(samples, method);
    return new Trained(linear(samples, method, cost), cost);
  }

  /** The C with the best held-out accuracy, the mean over classes; of equal ones the first. */
  private static double chooseCost(LabelledSamples samples, ClassMethod method) {
    int[] folds = folds(samples);
    double best = -1;
    double chosen = DEFAULT_COST;
    for (double cost : COSTS) {
      double[] right = new double[samples.classes()];
      double[] all = new double[samples.classes()];
      for (int f = 0; f < FOLDS; f++) {
        int fold = f;
        Classifier classifier = linear(samples.where(s -> folds[s] != fold), method, cost);
        float[] shares = new float[samples.classes()];
        for (int s = 0; s < samples.size(); s++) {
          if (folds[s] == fold) {
            classifier.classify(samples.features()[s], shares);
            int truth = samples.sampleClasses()[s];
            right[truth] += greatest(shares) == truth ? 1 : 0;
            all[truth]++;
          }
        }
      }
      double accuracy = 0;
      for (int c = 0; c < right.length; c++) {
        accuracy += right[c] / all[c];
      }
      if (accuracy > best) {
        best = accuracy;
        chosen = cost;
      }
    }
    return chosen;
  }

  /** Each class's labels are dealt out in turn; samples of one label stay together. */
  private static int[] folds(LabelledSamples samples) {
    Map<Integer, Integer> foldOfLabel = new HashMap<>();
    int[] dealt = new int[samples.classes()];
    int[] folds = new int[samples.size()];
    for (int s = 0; s < folds.length; s++) {
      int sampleClass = samples.sampleClasses()[s];
      folds[s] =
          foldOfLabel.computeIfAbsent(samples.origins()[s], l -> dealt[sampleClass]++ % FOLDS);
    }
    return folds;
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

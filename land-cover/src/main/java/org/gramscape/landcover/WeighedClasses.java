package org.gramscape.landcover;

/**
 * A classifier that knows how common its classes are: shares are multiplied by a weight a class.
 *
 * @param classifier what is weighed
 * @param weights {@code [classes]}, above 0
 */
record WeighedClasses(Classifier classifier, float[] weights) implements Classifier {
  private static final double ASSUMED_LABELS = 5;

  WeighedClasses {
    if (weights.length != classifier.classes()) {
      throw new IllegalArgumentException(
          weights.length + " weights do not fit " + classifier.classes() + " classes");
    }
  }

  /**
   * By the mean share that each class has of some ground, as the classifier itself sees it: the
   * first step of the estimate of Saerens et al. 2002. Few labels are trusted less: what they say
   * counts as if as many again as {@value #ASSUMED_LABELS} said that all are as common.
   *
   * @param ground {@code [places][features]}, standardised; if there is none all weigh the same
   * @param labels the fewest that a class has
   */
  static Classifier byShare(Classifier classifier, float[][] ground, int labels) {
    if (ground.length == 0) {
      return classifier;
    }
    double[] sums = new double[classifier.classes()];
    float[] shares = new float[sums.length];
    for (float[] place : ground) {
      classifier.classify(place, shares);
      for (int c = 0; c < sums.length; c++) {
        sums[c] += shares[c];
      }
    }
    float[] weights = new float[sums.length];
    for (int c = 0; c < sums.length; c++) {
      double share = Math.max(sums[c] / ground.length, Float.MIN_NORMAL);
      weights[c] = (float) Math.pow(share, labels / (labels + ASSUMED_LABELS));
    }
    return new WeighedClasses(classifier, weights);
  }

  @Override
  public int features() {
    return classifier.features();
  }

  @Override
  public int classes() {
    return classifier.classes();
  }

  @Override
  public void classify(float[] x, float[] shares) {
    classifier.classify(x, shares);
    float sum = 0;
    for (int c = 0; c < weights.length; c++) {
      shares[c] *= weights[c];
      sum += shares[c];
    }
    for (int c = 0; c < weights.length; c++) {
      shares[c] /= sum;
    }
  }
}

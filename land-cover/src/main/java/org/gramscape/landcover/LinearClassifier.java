package org.gramscape.landcover;

/**
 * One linear score a class.
 *
 * @param logistic whether scores are log-odds of one class against the rest, or SVM margins
 * @param weights {@code [classes, features]}
 * @param intercepts {@code [classes]}
 */
record LinearClassifier(boolean logistic, float[] weights, float[] intercepts)
    implements Classifier {

  LinearClassifier {
    if (intercepts.length == 0 || weights.length % intercepts.length != 0) {
      throw new IllegalArgumentException(
          weights.length + " weights do not fit " + intercepts.length + " classes");
    }
  }

  @Override
  public int features() {
    return weights.length / intercepts.length;
  }

  @Override
  public int classes() {
    return intercepts.length;
  }

  @Override
  public void classify(float[] x, float[] shares) {
    double greatest = Double.NEGATIVE_INFINITY;
    double[] scores = new double[classes()];
    for (int c = 0; c < scores.length; c++) {
      double score = intercepts[c];
      for (int i = 0; i < x.length; i++) {
        score += (double) weights[c * x.length + i] * x[i];
      }
      scores[c] = score;
      greatest = Math.max(greatest, score);
    }
    double sum = 0;
    for (int c = 0; c < scores.length; c++) {
      scores[c] = logistic ? 1 / (1 + Math.exp(-scores[c])) : Math.exp(scores[c] - greatest);
      sum += scores[c];
    }
    for (int c = 0; c < scores.length; c++) {
      shares[c] = (float) (scores[c] / sum);
    }
  }
}

package org.gramscape.landcover;

/** How classes are told apart in feature space. */
public enum ClassMethod {
  /** Logistic regression, one class against the rest; a class's share of the probabilities. */
  LOGISTIC,
  /** Linear support vector machine, one class against the rest; softmax of the margins. */
  SVM,
  /** Votes of the most similar samples, weighted by cosine similarity. */
  KNN
}

package org.gramscape.landcover;

/** How classes are told apart in feature space. */
public enum ClassMethod {
  /** Logistic regression, one class against the rest; a class's share of the probabilities. */
  LOGISTIC,
  /** Linear support vector machine, one class against the rest; softmax of the margins. */
  SVM,
  /** Votes of the most similar samples, weighted by cosine similarity. */
  KNN,
  /** Cosine similarity to the mean of each class; softmax of the similarities. */
  PROTOTYPES;

  /** Whether it weighs errors against the size of weights by a cost. */
  boolean isLinear() {
    return this == LOGISTIC || this == SVM;
  }
}

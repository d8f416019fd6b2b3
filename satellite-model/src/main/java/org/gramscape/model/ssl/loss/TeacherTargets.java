package org.gramscape.model.ssl.loss;

import ai.djl.ndarray.NDArray;

/** Turns a teacher's logits into the distributions that the student is to reach. */
public interface TeacherTargets {

  /**
   * Distributions that keep clear of collapse.
   *
   * @param logits {@code [B, K]}
   * @return {@code [B, K]}, each row with sum 1, without gradient
   */
  NDArray of(NDArray logits, double temperature);
}

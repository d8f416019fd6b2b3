package org.gramscape.model.ssl.loss;

import ai.djl.ndarray.NDArray;

/**
 * Assigns a batch to prototypes so that all prototypes are used alike (Caron et al. 2020, SwAV
 * section 3.1).
 *
 * <p>By turns, each prototype's share of the batch is brought to 1/K and each sample's to 1/B.
 *
 * @param iterations of both; 3 in every recipe
 */
public record SinkhornKnopp(int iterations) implements TeacherTargets {

  /** With the three iterations of the paper. */
  public SinkhornKnopp() {
    this(3);
  }

  @Override
  public NDArray of(NDArray logits, double temperature) {
    long batch = logits.getShape().get(0);
    long prototypes = logits.getShape().get(1);
    NDArray scaled = logits.stopGradient().div(temperature);
    // A common factor cancels, and without it large logits would overflow.
    NDArray q = scaled.sub(scaled.max()).exp();
    q.divi(q.sum());
    for (int i = 0; i < iterations; i++) {
      q.divi(q.sum(new int[] {0}, true).mul(prototypes));
      q.divi(q.sum(new int[] {1}, true).mul(batch));
    }
    return q.mul(batch);
  }
}

package org.gramscape.model.ssl.loss;

import ai.djl.ndarray.NDArray;
import java.util.List;

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
    return Losses.SCRIPT.call("sinkhorn", List.of(logits), temperature, iterations);
  }
}

package org.gramscape.model.height.loss;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.gramscape.model.dense.DenseLoss;

/**
 * The scale-invariant error of logarithms (Eigen et al. 2014): {@code sqrt(var(g) + share
 * mean(g)^2)} with {@code g = log(height + offset) - log(truth + offset)}.
 *
 * @param meanShare how much a common factor of all heights counts
 * @param offset metres, so that bare ground has a logarithm
 * @param scatter whether the variance counts; the reference leaves it out of its first 100 steps
 */
public record SiLogLoss(double meanShare, double offset, boolean scatter) implements DenseLoss {

  /** As the reference has it for depths. */
  public SiLogLoss() {
    this(0.15, 0.001, true);
  }

  @Override
  public NDArray of(NDArray heights, NDArray truth, NDArray known) {
    return Losses.SCRIPT.call(
        "silog", List.of(heights, truth, known), offset, meanShare, scatter ? 1 : 0);
  }
}

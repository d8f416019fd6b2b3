package org.gramscape.model.height.loss;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.gramscape.model.dense.DenseLoss;

/**
 * The mean of {@code sqrt(error^2 + epsilon^2)}: the absolute error, but smooth at none
 * (Charbonnier et al. 1994).
 *
 * @param epsilon metres
 */
public record CharbonnierLoss(double epsilon) implements DenseLoss {

  @Override
  public NDArray of(NDArray heights, NDArray truth, NDArray known) {
    return Losses.SCRIPT.call("charbonnier", List.of(heights, truth, known), epsilon);
  }
}

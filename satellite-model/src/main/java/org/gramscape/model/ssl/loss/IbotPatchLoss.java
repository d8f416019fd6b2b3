package org.gramscape.model.ssl.loss;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * Cross-entropy between the teacher's and the student's patch tokens where the student's patches
 * were masked (Zhou et al. 2022; paper equation 1, {@code L_iBOT}).
 *
 * @param studentTemperature 0.1 in every recipe
 */
public record IbotPatchLoss(double studentTemperature) {

  public IbotPatchLoss() {
    this(0.1);
  }

  /**
   * The weighted sum over masked patches, divided by the number of crops.
   *
   * @param student logits {@code [M, K]} of the masked patches of all crops
   * @param targets {@code [M, K]}
   * @param weights {@code [M]}: 1 / (masked patches of the same crop)
   * @param crops in the batch, masked or not
   * @return a scalar
   */
  public NDArray of(NDArray student, NDArray targets, NDArray weights, long crops) {
    return Losses.SCRIPT.call(
        "ibot", List.of(student, targets, weights), studentTemperature, crops);
  }
}

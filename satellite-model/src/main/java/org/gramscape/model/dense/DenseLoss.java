package org.gramscape.model.dense;

import ai.djl.ndarray.NDArray;

/** How far predictions are from the truth. */
public interface DenseLoss {

  /**
   * The loss of a batch, through which gradients can follow.
   *
   * @param predicted by a {@link DenseHead}, {@code [B, C, H, W]}
   * @param truth {@code [B, 1, H, W]}; any number where it is not known
   * @param known of the truth's shape; 1 where it is known, else 0
   * @return a scalar
   */
  NDArray of(NDArray predicted, NDArray truth, NDArray known);
}

package org.gramscape.model.height.loss;

import ai.djl.ndarray.NDArray;

/** How far predicted heights are from true ones. */
public interface HeightLoss {

  /**
   * The loss of a batch, through which gradients can follow.
   *
   * @param heights predicted, in metres {@code [B, 1, H, W]}
   * @param truth in metres, the same shape; any number where it is not known
   * @param known the same shape; 1 where the truth is known, else 0
   * @return a scalar
   */
  NDArray of(NDArray heights, NDArray truth, NDArray known);
}

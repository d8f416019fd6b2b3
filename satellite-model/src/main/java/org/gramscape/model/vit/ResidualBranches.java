package org.gramscape.model.vit;

import ai.djl.ndarray.NDArray;

/**
 * The residual branches of all transformer blocks: operation by operation, or fused ({@code kernel}
 * package). Gradients can follow.
 */
@FunctionalInterface
public interface ResidualBranches {

  /**
   * Adds to tokens what each block's attention and then its feed-forward part make of them, block
   * after block.
   *
   * @param tokens {@code [B, N, D]}
   * @param ropes of each block, or one for all: {@code [L, N, headWidth]} or {@code [1, N,
   *     headWidth]}
   * @param depth which samples each branch sees
   * @return the same shape, with {@code tokens}' manager
   */
  NDArray addTo(NDArray tokens, RotaryEmbedding ropes, StochasticDepth depth);
}

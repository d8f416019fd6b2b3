package org.gramscape.model.vit;

import ai.djl.ndarray.NDArray;

/**
 * What each transformer block adds to its tokens: operation by operation, or fused ({@code kernel}
 * package). Gradients can follow.
 */
public interface ResidualBranches {

  /**
   * What the attention of a block adds, layer scale included.
   *
   * @param block 0-based
   * @param tokens {@code [B, N, D]}
   * @return the same shape, with {@code tokens}' manager
   */
  NDArray attend(int block, NDArray tokens, RotaryEmbedding rope);

  /** What its feed-forward part adds, in the same way. */
  NDArray feed(int block, NDArray tokens);

  /** Whole blocks. */
  default BlockRunner blocks() {
    return StochasticDepth.NONE.over(this);
  }
}

package org.gramscape.model.vit;

import ai.djl.ndarray.NDArray;

/** Runs the transformer blocks: operation by operation, or fused ({@code kernel} package). */
@FunctionalInterface
public interface BlockRunner {

  /**
   * One block.
   *
   * @param index 0-based
   * @param tokens {@code [B, N, D]}
   * @return the same shape, with {@code tokens}' manager
   */
  NDArray run(int index, NDArray tokens, RotaryEmbedding rope);
}

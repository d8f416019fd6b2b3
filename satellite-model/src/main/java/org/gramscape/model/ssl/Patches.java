package org.gramscape.model.ssl;

import ai.djl.ndarray.NDArray;

/** Patch tokens from all over a batch. */
final class Patches {
  private Patches() {}

  /**
   * Some patch tokens, one after another.
   *
   * @param tokens {@code [B, N, D]}
   * @param places {@code [M]} among all {@code B * N}
   * @return {@code [M, D]}
   */
  static NDArray at(NDArray tokens, NDArray places) {
    return tokens.reshape(-1, tokens.getShape().get(2)).get(places);
  }
}

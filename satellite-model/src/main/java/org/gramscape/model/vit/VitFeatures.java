package org.gramscape.model.vit;

import ai.djl.ndarray.NDArray;

/**
 * What a vision transformer says about images, after the final norm.
 *
 * @param classToken {@code [B, D]}
 * @param registerTokens {@code [B, R, D]}
 * @param patchTokens {@code [B, rows * columns, D]}
 * @param tokens all of them before the norm, {@code [B, 1 + R + rows * columns, D]}
 * @param rows of patches
 * @param columns of patches
 */
public record VitFeatures(
    NDArray classToken,
    NDArray registerTokens,
    NDArray patchTokens,
    NDArray tokens,
    int rows,
    int columns) {

  /** The patch tokens as an image, {@code [B, D, rows, columns]}. */
  public NDArray patchGrid() {
    long batch = patchTokens.getShape().get(0);
    long width = patchTokens.getShape().get(2);
    return patchTokens.transpose(0, 2, 1).reshape(batch, width, rows, columns);
  }
}

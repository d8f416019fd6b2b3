package org.gramscape.model.convnext;

import ai.djl.ndarray.NDArray;

/**
 * What a ConvNeXt says about images at one stage.
 *
 * @param classToken mean over the image, {@code [B, D]}
 * @param patchTokens {@code [B, rows * columns, D]}
 * @param rows of patches
 * @param columns of patches
 */
public record ConvNextFeatures(NDArray classToken, NDArray patchTokens, int rows, int columns) {

  /** The patch tokens as an image, {@code [B, D, rows, columns]}. */
  public NDArray patchGrid() {
    long batch = patchTokens.getShape().get(0);
    long width = patchTokens.getShape().get(2);
    return patchTokens.transpose(0, 2, 1).reshape(batch, width, rows, columns);
  }
}

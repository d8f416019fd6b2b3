package org.gramscape.model.convnext;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.gramscape.model.resample.Kernel;
import org.gramscape.model.resample.ResampleWeights;

/**
 * Bilinear resizing that averages when it shrinks: a triangle filter as wide as an output pixel,
 * between pixel centres, cut off and renormalised at the edges.
 *
 * <p>It is separable, so it is two products with small matrices.
 */
final class AntialiasedResize {
  private AntialiasedResize() {}

  /** {@code [B, D, H, W]} to {@code [B, D, height, width]}. */
  static NDArray apply(NDArray x, int height, int width) {
    Shape shape = x.getShape();
    if (shape.get(2) == height && shape.get(3) == width) {
      return x;
    }
    NDManager manager = x.getManager();
    NDArray rows = weights(manager, (int) shape.get(2), height);
    NDArray columns = weights(manager, (int) shape.get(3), width);
    return rows.matMul(x).matMul(columns.transpose());
  }

  /** {@code [out, in]}; each row sums to 1. */
  private static NDArray weights(NDManager manager, int in, int out) {
    float[] matrix = ResampleWeights.of(in, out, Kernel.BILINEAR, true).matrix();
    return manager.create(matrix, new Shape(out, in));
  }
}

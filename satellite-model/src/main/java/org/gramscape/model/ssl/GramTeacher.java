package org.gramscape.model.ssl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.gramscape.model.kernel.Tensors;
import org.gramscape.model.resample.Kernel;
import org.gramscape.model.resample.ResampleWeights;
import org.gramscape.model.vit.ResidualBranches;
import org.gramscape.model.vit.VisionTransformer;
import org.gramscape.model.vit.VitFeatures;

/**
 * An earlier backbone whose patch similarities are still good (paper section 4.2). It sees the
 * global crops at a higher resolution, and its features are resized down (section 4.3).
 *
 * @param backbone an earlier teacher
 * @param branches of its blocks
 * @param antialias whether the resize looks at all features it passes over; false in every bundled
 *     recipe
 */
public record GramTeacher(
    VisionTransformer backbone, ResidualBranches branches, boolean antialias) {

  /**
   * Patch features on the student's grid, without gradients.
   *
   * @return {@code [2 B, rows * columns, D]}
   */
  public NDArray features(Batch batch, int rows, int columns) {
    NDManager manager = batch.gramCrops().getManager();
    try (NDManager scope = manager.newSubManager()) {
      NDArray crops = Batch.shared(batch.gramCrops(), scope);
      VitFeatures seen = backbone.forwardFeatures(crops, branches);
      NDArray features =
          resize(seen.patchTokens(), seen.rows(), seen.columns(), rows, columns, antialias);
      features.attach(manager);
      return features;
    }
  }

  /** {@code [B, N, D]} to {@code [B, rows * columns, D]}, bicubic. */
  static NDArray resize(
      NDArray tokens, int fromRows, int fromColumns, int rows, int columns, boolean antialias) {
    if (fromRows == rows && fromColumns == columns) {
      return tokens;
    }
    Kernel kernel = antialias ? Kernel.CATMULL_ROM : Kernel.BICUBIC_075;
    Shape shape = tokens.getShape();
    long batch = shape.get(0);
    long width = shape.get(2);
    NDManager manager = tokens.getManager();
    NDArray down = matrix(manager, fromRows, rows, kernel, antialias);
    NDArray across = matrix(manager, fromColumns, columns, kernel, antialias);
    NDArray x = tokens.reshape(batch, fromRows, fromColumns * width);
    NDArray resizedDown = down.matMul(x).reshape(batch * rows, fromColumns, width);
    return across.matMul(resizedDown).reshape(batch, (long) rows * columns, width);
  }

  private static NDArray matrix(
      NDManager manager, int from, int to, Kernel kernel, boolean antialias) {
    ResampleWeights weights = ResampleWeights.of(from, to, kernel, antialias);
    return Tensors.of(manager, weights.matrix(), new Shape(to, from));
  }
}

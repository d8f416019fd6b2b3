package org.gramscape.model.segmentation.loss;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.gramscape.model.dense.DenseLoss;

/**
 * How little the predicted area of each class is that of the true one: {@code 1 - (2 sum(p t) + 1)
 * / (sum(p^2) + sum(t^2) + 1)}, of shares {@code p} and truth {@code t}, the mean over images and
 * classes (Milletari et al. 2016). Small classes count as much as large ones.
 *
 * @param exclusive whether a pixel has one class; else each class has a share of its own
 * @param knownOnly whether only what is known counts; in the reference's divisor all pixels do
 */
public record DiceLoss(boolean exclusive, boolean knownOnly) implements DenseLoss {

  /** Of exclusive classes, by what is known. */
  public DiceLoss() {
    this(true, true);
  }

  @Override
  public NDArray of(NDArray logits, NDArray truth, NDArray known) {
    return Losses.SCRIPT.call(
        "dice", List.of(logits, truth, known), exclusive ? 1 : 0, knownOnly ? 1 : 0);
  }
}

package org.gramscape.model.segmentation.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.gramscape.model.dense.DenseLoss;
import org.gramscape.model.kernel.Tensors;

/**
 * How surprising the true class is: the mean of {@code -w (1 - p)^focus log p} over the weights
 * {@code w}, with {@code p} the true class's share. With a focus of 0 the cross-entropy; with more
 * the focal loss (Lin et al. 2017), which counts pixels less that are nearly right.
 *
 * @param weights of the classes
 * @param knownOnly whether the mean is of what is known; the reference divides by all pixels
 */
public record CrossEntropyLoss(List<Double> weights, double focus, boolean knownOnly)
    implements DenseLoss {

  public CrossEntropyLoss {
    weights = List.copyOf(weights);
  }

  /** The mean of what is known. */
  public CrossEntropyLoss(List<Double> weights, double focus) {
    this(weights, focus, true);
  }

  @Override
  public NDArray of(NDArray logits, NDArray truth, NDArray known) {
    float[] values = new float[weights.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = weights.get(i).floatValue();
    }
    NDArray table = Tensors.of(logits.getManager(), values, new Shape(values.length));
    return Losses.SCRIPT.call(
        "surprise", List.of(logits, truth, known, table), focus, knownOnly ? 1 : 0);
  }
}

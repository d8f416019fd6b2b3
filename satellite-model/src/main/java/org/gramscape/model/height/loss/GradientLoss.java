package org.gramscape.model.height.loss;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.gramscape.model.dense.DenseLoss;

/**
 * How much the error changes over two pixels, of every first, second, fourth and sixth pixel: the
 * sum over rows and columns, by the number of known pixels (as the reference has it for depths).
 *
 * @param offset metres; then it is of logarithms of heights and as much more; 0 for heights
 */
public record GradientLoss(double offset) implements DenseLoss {

  @Override
  public NDArray of(NDArray heights, NDArray truth, NDArray known) {
    List<NDArray> arrays = List.of(heights, truth, known);
    return offset == 0
        ? Losses.SCRIPT.call("gradient", arrays)
        : Losses.SCRIPT.call("logs", arrays, offset);
  }
}

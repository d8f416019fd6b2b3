package org.gramscape.model.height.loss;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.gramscape.model.dense.DenseLoss;

/**
 * Whether heights have the truth's edges, whatever their level (after CHMv2, arXiv 2603.06382,
 * whose code is not released: what it leaves open is chosen here).
 *
 * <p>Of logarithms less their mean, at full, half and a quarter of the resolution, it compares the
 * length of slopes (3/10), the range within 3 x 3 and 5 x 5 pixels between a soft maximum and a
 * soft minimum (3/10 each), and the direction of slopes, where the truth has some (4/10). Pixels
 * near unknown ones do not count.
 *
 * @param offset metres, so that what moves on bare ground does not outweigh crowns
 * @param scales 1 for full resolution alone, 3 for all
 */
public record PatchGradientLoss(double offset, int scales) implements DenseLoss {

  /** Of height plus a metre, at three scales. */
  public PatchGradientLoss() {
    this(1, 3);
  }

  @Override
  public NDArray of(NDArray heights, NDArray truth, NDArray known) {
    return Losses.SCRIPT.call("patches", List.of(heights, truth, known), offset, scales);
  }
}

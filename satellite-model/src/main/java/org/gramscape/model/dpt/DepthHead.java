package org.gramscape.model.dpt;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.gramscape.model.vit.VitFeatures;

/**
 * A dense prediction of heights.
 *
 * @param network whose outputs weigh the bins
 */
public record DepthHead(DptHead network, DepthBins bins) {
  private static final String LAST = "conv_depth.head.4.";

  public DepthHead {
    if (network.config().outputs() != bins.count()) {
      throw new IllegalArgumentException(
          "a head of %d outputs for %d bins".formatted(network.config().outputs(), bins.count()));
    }
  }

  /**
   * Heights, through which gradients follow.
   *
   * @param taps of the backbone's blocks, after its final norm
   * @param training whether batch norms go by the batch, and learn from it
   * @return metres {@code [B, 1, H, W]}
   */
  public NDArray heights(List<VitFeatures> taps, boolean training) {
    return bins.heights(network.hidden(taps, training), last("weight"), last("bias"));
  }

  /**
   * Heights and their spread: the mean and the standard deviation of each pixel's distribution.
   *
   * @return metres {@code [2, B, H, W]}
   */
  public NDArray moments(List<VitFeatures> taps) {
    return bins.moments(network.hidden(taps, false), last("weight"), last("bias"));
  }

  private NDArray last(String kind) {
    return network.namedParameters().get(LAST + kind).getArray();
  }
}

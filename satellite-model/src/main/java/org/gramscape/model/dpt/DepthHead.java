package org.gramscape.model.dpt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.gramscape.model.dense.DenseHead;
import org.gramscape.model.vit.VitFeatures;

/**
 * A dense prediction of heights.
 *
 * @param network whose outputs weigh the bins
 */
public record DepthHead(DptHead network, DepthBins bins) implements DenseHead {
  private static final String LAST = "conv_depth.head.4.";

  /** Of the last layer, so that every bin has a share of the first heights and learns. */
  private static final float FIRST_WEIGHT = 0.5f;

  public DepthHead {
    if (network.config().outputs() != bins.count()) {
      throw new IllegalArgumentException(
          "a head of %d outputs for %d bins".formatted(network.config().outputs(), bins.count()));
    }
  }

  @Override
  public List<Integer> taps() {
    return network.config().taps();
  }

  /** Metres {@code [B, 1, height, width]}, of sides that are multiples of 32. */
  @Override
  public NDArray predict(List<VitFeatures> taps, int height, int width) {
    return heights(taps, false);
  }

  @Override
  public NDArray learn(List<VitFeatures> taps, int height, int width, RandomGenerator random) {
    return heights(taps, true);
  }

  NDArray heights(List<VitFeatures> taps, boolean training) {
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

  @Override
  public float[] firstValues(String name, Shape shape, RandomGenerator random) {
    float[] values = DenseHead.super.firstValues(name, shape, random);
    if (name.equals(LAST + "bias")) {
      Arrays.fill(values, FIRST_WEIGHT);
    }
    return values;
  }

  @Override
  public void close() {
    network.close();
  }
}

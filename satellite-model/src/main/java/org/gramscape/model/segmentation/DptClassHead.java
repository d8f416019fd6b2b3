package org.gramscape.model.segmentation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.random.RandomGenerator;
import org.gramscape.model.Precision;
import org.gramscape.model.dense.DenseHead;
import org.gramscape.model.dpt.DptConfig;
import org.gramscape.model.dpt.DptHead;
import org.gramscape.model.layer.NamedBlock;
import org.gramscape.model.vit.VitFeatures;

/** The classes of each pixel by four blocks' tokens that are made an image again. */
public final class DptClassHead implements DenseHead {
  private static final String LAST = "conv_depth.head.4.";

  /** Standard deviation of the last layer's first weights: all classes are likely at first. */
  private static final double FIRST = 0.01;

  private final DptHead network;
  private final LastLayer last;

  /**
   * A head without values.
   *
   * @param config with an output a class
   * @param precision of products; {@link Precision#FP32} or {@link Precision#BF16}
   * @param dropout share of the last layer's channels that are left out while it learns
   */
  public DptClassHead(DptConfig config, Precision precision, double dropout) {
    network = new DptHead(config, precision);
    last = new LastLayer(dropout);
  }

  @Override
  public NamedBlock network() {
    return network;
  }

  @Override
  public List<Integer> taps() {
    return network.config().taps();
  }

  /** All outputs of each pixel, {@code [B, classes, height, width]} in float32. */
  @Override
  public NDArray predict(List<VitFeatures> features, int height, int width) {
    NDArray hidden = network.hidden(features, false);
    NDArray all = LastLayer.all(hidden.getManager());
    return last.plain(hidden, all, weights(), height, width);
  }

  @Override
  public NDArray learn(List<VitFeatures> features, int height, int width, RandomGenerator random) {
    NDArray hidden = network.hidden(features, true);
    return last.plain(hidden, last.drawn(hidden, random), weights(), height, width);
  }

  private List<NDArray> weights() {
    return List.of(
        network.namedParameters().get(LAST + "weight").getArray(),
        network.namedParameters().get(LAST + "bias").getArray());
  }

  @Override
  public float[] firstValues(String name, Shape shape, RandomGenerator random) {
    float[] values = DenseHead.super.firstValues(name, shape, random);
    if (name.equals(LAST + "weight")) {
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (FIRST * random.nextGaussian());
      }
    }
    return values;
  }

  @Override
  public void close() {
    network.close();
  }
}

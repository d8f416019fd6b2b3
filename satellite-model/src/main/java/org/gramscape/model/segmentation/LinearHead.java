package org.gramscape.model.segmentation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.gramscape.model.dense.DenseHead;
import org.gramscape.model.layer.NamedBlock;
import org.gramscape.model.vit.VitFeatures;

/**
 * The classes of each patch by a linear function of its tokens, and straight lines between patches:
 * a batch norm of the tokens of one or more blocks and a convolution of single patches (DINOv3
 * paper, section 6.1.2). Parameters have the names of Meta's files.
 */
public final class LinearHead extends NamedBlock implements DenseHead {
  private static final String CONVOLUTION = "conv.weight";
  private static final List<String> WEIGHTS =
      List.of(
          CONVOLUTION,
          "conv.bias",
          "batchnorm_layer.weight",
          "batchnorm_layer.bias",
          "batchnorm_layer.running_mean",
          "batchnorm_layer.running_var");

  /** Standard deviation of the first weights. */
  private static final double FIRST = 0.01;

  private final List<Integer> taps;
  private final LastLayer last;

  /**
   * A head without values.
   *
   * @param taps the backbone's blocks that it looks at
   * @param width channels of a token
   * @param dropout share of channels that are left out while it learns
   */
  public LinearHead(List<Integer> taps, int width, int classes, double dropout) {
    this.taps = List.copyOf(taps);
    last = new LastLayer(dropout);
    int all = taps.size() * width;
    parameter(WEIGHTS.get(0), Parameter.Type.WEIGHT, classes, all, 1, 1);
    parameter(WEIGHTS.get(1), Parameter.Type.BIAS, classes);
    parameter(WEIGHTS.get(2), Parameter.Type.GAMMA, all);
    parameter(WEIGHTS.get(3), Parameter.Type.BETA, all);
    parameter(WEIGHTS.get(4), Parameter.Type.RUNNING_MEAN, all);
    parameter(WEIGHTS.get(5), Parameter.Type.RUNNING_VAR, all);
  }

  @Override
  public NamedBlock network() {
    return this;
  }

  @Override
  public List<Integer> taps() {
    return taps;
  }

  /** All outputs of each pixel, {@code [B, classes, height, width]} in float32. */
  @Override
  public NDArray predict(List<VitFeatures> features, int height, int width) {
    NDArray x = joined(features);
    return last.normed(x, LastLayer.all(x.getManager()), weights(), height, width, false);
  }

  @Override
  public NDArray learn(List<VitFeatures> features, int height, int width, RandomGenerator random) {
    NDArray x = joined(features);
    return last.normed(x, last.drawn(x, random), weights(), height, width, true);
  }

  private static NDArray joined(List<VitFeatures> features) {
    NDArray[] grids = features.stream().map(VitFeatures::patchGrid).toArray(NDArray[]::new);
    // Of one array DJL makes a copy that no gradient follows.
    return grids.length == 1 ? grids[0] : NDArrays.concat(new NDList(grids), 1);
  }

  private List<NDArray> weights() {
    Map<String, Parameter> parameters = namedParameters();
    return WEIGHTS.stream().map(name -> parameters.get(name).getArray()).toList();
  }

  @Override
  public float[] firstValues(String name, Shape shape, RandomGenerator random) {
    if (!name.equals(CONVOLUTION)) {
      return DenseHead.super.firstValues(name, shape, random);
    }
    float[] values = new float[Math.toIntExact(shape.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (FIRST * random.nextGaussian());
    }
    return values;
  }

  /** Has nothing of its own to free. */
  @Override
  public void close() {}

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
    throw new UnsupportedOperationException("call predict or learn with the taps");
  }
}

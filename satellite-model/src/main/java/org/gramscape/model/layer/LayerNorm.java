package org.gramscape.model.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

/** Layer normalisation over the last axis (Ba et al. 2016). */
public final class LayerNorm extends NamedBlock {
  private final Parameter weight;
  private final Parameter bias;
  private final long width;
  private final double epsilon;

  public LayerNorm(long width, double epsilon) {
    weight = parameter("weight", Parameter.Type.GAMMA, width);
    bias = parameter("bias", Parameter.Type.BETA, width);
    this.width = width;
    this.epsilon = epsilon;
  }

  /** {@code [..., D]} to the same shape. */
  public NDArray apply(ParameterStore store, NDArray x, boolean training) {
    return forward(store, new NDList(x), training, null).singletonOrThrow();
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
    NDArray x = inputs.singletonOrThrow();
    return ai.djl.nn.norm.LayerNorm.layerNorm(
        x,
        new Shape(width),
        store.getValue(weight, x.getDevice(), training),
        store.getValue(bias, x.getDevice(), training),
        (float) epsilon);
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    return inputShapes;
  }
}

package org.gramscape.model.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

/** {@code y = x W^T + b} over the last axis. */
public final class Linear extends NamedBlock {
  private final Parameter weight;
  private final Parameter bias;

  /** With {@code W [out, in]} and {@code b [out]}. */
  public Linear(long in, long out) {
    weight = parameter("weight", Parameter.Type.WEIGHT, out, in);
    bias = parameter("bias", Parameter.Type.BIAS, out);
  }

  /** {@code [..., in]} to {@code [..., out]}. */
  public NDArray apply(ParameterStore store, NDArray x, boolean training) {
    return forward(store, new NDList(x), training, null).singletonOrThrow();
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
    NDArray x = inputs.singletonOrThrow();
    return ai.djl.nn.core.Linear.linear(
        x,
        store.getValue(weight, x.getDevice(), training),
        store.getValue(bias, x.getDevice(), training));
  }
}

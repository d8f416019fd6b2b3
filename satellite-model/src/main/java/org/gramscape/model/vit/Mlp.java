package org.gramscape.model.vit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Activation;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.gramscape.model.layer.Linear;
import org.gramscape.model.layer.NamedBlock;

/** {@link FeedForward#MLP}. */
final class Mlp extends NamedBlock {
  private final Linear first;
  private final Linear second;

  Mlp(int width, int hiddenWidth) {
    first = part("fc1", new Linear(width, hiddenWidth));
    second = part("fc2", new Linear(hiddenWidth, width));
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
    NDArray hidden = first.apply(store, inputs.singletonOrThrow(), training);
    return new NDList(second.apply(store, Activation.gelu(hidden), training));
  }
}

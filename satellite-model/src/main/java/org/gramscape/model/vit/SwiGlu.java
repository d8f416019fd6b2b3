package org.gramscape.model.vit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Activation;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.gramscape.model.layer.Linear;
import org.gramscape.model.layer.NamedBlock;

/** {@link FeedForward#SWIGLU}. */
final class SwiGlu extends NamedBlock {
  private final Linear gate;
  private final Linear up;
  private final Linear down;

  SwiGlu(int width, int hiddenWidth) {
    gate = part("w1", new Linear(width, hiddenWidth));
    up = part("w2", new Linear(width, hiddenWidth));
    down = part("w3", new Linear(hiddenWidth, width));
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
    NDArray x = inputs.singletonOrThrow();
    NDArray gated = gate.apply(store, x, training);
    NDArray silu = gated.mul(Activation.sigmoid(gated));
    return new NDList(down.apply(store, silu.mul(up.apply(store, x, training)), training));
  }
}

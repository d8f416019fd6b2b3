package org.gramscape.model.convnext;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Activation;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.gramscape.model.layer.LayerNorm;
import org.gramscape.model.layer.Linear;
import org.gramscape.model.layer.NamedBlock;

/** {@code x += gamma * pwconv2(gelu(pwconv1(norm(dwconv x))))}, 7 x 7 by channel. */
final class ConvNextBlock extends NamedBlock {
  private final Parameter gamma;
  private final Convolution depthwise;
  private final LayerNorm norm;
  private final Linear widen;
  private final Linear narrow;

  ConvNextBlock(int width, double epsilon) {
    gamma = parameter("gamma", Parameter.Type.OTHER, width);
    depthwise = part("dwconv", Convolution.depthwise(width, 7));
    norm = part("norm", new LayerNorm(width, epsilon));
    widen = part("pwconv1", new Linear(width, 4L * width));
    narrow = part("pwconv2", new Linear(4L * width, width));
  }

  /** {@code [B, D, H, W]} to the same shape. */
  NDArray apply(ParameterStore store, NDArray x, boolean training) {
    return forward(store, new NDList(x), training, null).singletonOrThrow();
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
    NDArray x = inputs.singletonOrThrow();
    NDManager owner = x.getManager();
    try (NDManager scope = owner.newSubManager()) {
      x.tempAttach(scope);
      NDArray y = depthwise.apply(store, x, training).transpose(0, 2, 3, 1);
      y = widen.apply(store, norm.apply(store, y, training), training);
      y = narrow.apply(store, Activation.gelu(y), training);
      y = y.mul(store.getValue(gamma, x.getDevice(), training)).transpose(0, 3, 1, 2);
      NDArray sum = x.add(y);
      sum.attach(owner);
      return new NDList(sum);
    }
  }
}

package org.gramscape.model.convnext;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.gramscape.model.layer.LayerNorm;
import org.gramscape.model.layer.NamedBlock;

/** What stands before a stage: a norm after 4 x 4 squares (the first), or before 2 x 2 ones. */
final class Downsample extends NamedBlock {
  private final boolean normFirst;
  private final LayerNorm norm;
  private final Convolution squares;

  Downsample(ConvNextConfig config, int stage) {
    normFirst = stage > 0;
    int width = config.widths().get(stage);
    if (normFirst) {
      int before = config.widths().get(stage - 1);
      norm = part("0", new LayerNorm(before, config.layerNormEpsilon()));
      squares = part("1", Convolution.squares(before, width, 2));
    } else {
      squares = part("0", Convolution.squares(3, width, 4));
      norm = part("1", new LayerNorm(width, config.layerNormEpsilon()));
    }
  }

  /** {@code [B, C, H, W]} to {@code [B, D, H / 4, W / 4]}, or half in place of a quarter. */
  NDArray apply(ParameterStore store, NDArray x, boolean training) {
    return forward(store, new NDList(x), training, null).singletonOrThrow();
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
    NDArray x = inputs.singletonOrThrow();
    NDArray y =
        normFirst
            ? squares.apply(store, channelNorm(store, x, training), training)
            : channelNorm(store, squares.apply(store, x, training), training);
    return new NDList(y);
  }

  private NDArray channelNorm(ParameterStore store, NDArray x, boolean training) {
    return norm.apply(store, x.transpose(0, 2, 3, 1), training).transpose(0, 3, 1, 2);
  }
}

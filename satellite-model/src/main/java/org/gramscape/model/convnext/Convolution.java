package org.gramscape.model.convnext;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.gramscape.model.layer.NamedBlock;

/** A square convolution, over all channels or each by itself. */
final class Convolution extends NamedBlock {
  private final Shape stride;
  private final Shape padding;
  private final int groups;
  private final Parameter weight;
  private final Parameter bias;

  private Convolution(long in, long out, int size, int stride, int padding, int groups) {
    this.stride = new Shape(stride, stride);
    this.padding = new Shape(padding, padding);
    this.groups = groups;
    weight = parameter("weight", Parameter.Type.WEIGHT, out, in / groups, size, size);
    bias = parameter("bias", Parameter.Type.BIAS, out);
  }

  /** Maps each whole {@code size x size} square to one pixel; the rest at the edges is left out. */
  static Convolution squares(int in, int out, int size) {
    return new Convolution(in, out, size, size, 0, 1);
  }

  /** Each channel by itself, the image's size kept. */
  static Convolution depthwise(int width, int size) {
    return new Convolution(width, width, size, 1, size / 2, width);
  }

  /** {@code [B, in, H, W]} to {@code [B, out, H', W']}. */
  NDArray apply(ParameterStore store, NDArray x, boolean training) {
    return forward(store, new NDList(x), training, null).singletonOrThrow();
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
    NDArray x = inputs.singletonOrThrow();
    return Conv2d.conv2d(
        x,
        store.getValue(weight, x.getDevice(), training),
        store.getValue(bias, x.getDevice(), training),
        stride,
        padding,
        new Shape(1, 1),
        groups);
  }
}

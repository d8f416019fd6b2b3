package org.gramscape.model.vit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.gramscape.model.layer.NamedBlock;

/** One linear map of each patch's pixels; pixels beyond the last whole patch are left out. */
final class PatchEmbedding extends NamedBlock {
  private final int patchSize;
  private final Parameter weight;
  private final Parameter bias;

  PatchEmbedding(int bands, int patchSize, int width) {
    this.patchSize = patchSize;
    weight = parameter("proj.weight", Parameter.Type.WEIGHT, width, bands, patchSize, patchSize);
    bias = parameter("proj.bias", Parameter.Type.BIAS, width);
  }

  /** {@code [B, bands, H, W]} to {@code [B, (H / patchSize) * (W / patchSize), D]}. */
  NDArray apply(ParameterStore store, NDArray images, boolean training) {
    return forward(store, new NDList(images), training, null).singletonOrThrow();
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
    NDArray images = inputs.singletonOrThrow();
    NDArray grid =
        Conv2d.conv2d(
                images,
                store.getValue(weight, images.getDevice(), training),
                store.getValue(bias, images.getDevice(), training),
                new Shape(patchSize, patchSize))
            .singletonOrThrow();
    Shape shape = grid.getShape();
    return new NDList(
        grid.reshape(shape.get(0), shape.get(1), shape.get(2) * shape.get(3)).transpose(0, 2, 1));
  }
}

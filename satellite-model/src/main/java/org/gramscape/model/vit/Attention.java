package org.gramscape.model.vit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.gramscape.model.layer.Factor;
import org.gramscape.model.layer.Linear;
import org.gramscape.model.layer.NamedBlock;

/** Multi-head self-attention; queries and keys are turned by their patches' positions. */
final class Attention extends NamedBlock {
  private final int width;
  private final int heads;
  private final boolean maskKeyBias;
  private final Parameter qkvWeight;
  private final Parameter qkvBias;
  private final Linear projection;

  Attention(VitConfig config) {
    width = config.width();
    heads = config.heads();
    maskKeyBias = config.maskKeyBias();
    qkvWeight = parameter("qkv.weight", Parameter.Type.WEIGHT, 3L * width, width);
    qkvBias = config.qkvBias() ? parameter("qkv.bias", Parameter.Type.BIAS, 3L * width) : null;
    projection = part("proj", new Linear(width, width));
  }

  /** {@code [B, N, D]} to the same shape. */
  NDArray apply(ParameterStore store, NDArray x, RotaryEmbedding rope, boolean training) {
    return forward(store, new NDList(x, rope.sin(), rope.cos()), training, null).singletonOrThrow();
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
    NDArray x = inputs.get(0);
    RotaryEmbedding rope = new RotaryEmbedding(inputs.get(1), inputs.get(2));
    NDArray qkv = splitHeads(qkv(store, x, training));
    NDArray q = rotate(qkv.get(0), rope);
    NDArray k = rotate(qkv.get(1), rope);
    NDArray v = qkv.get(2);
    double scale = 1 / Math.sqrt((double) width / heads);
    NDArray attention = Factor.times(q.matMul(k.swapAxes(2, 3)), scale).softmax(-1);
    NDArray mixed = attention.matMul(v).transpose(0, 2, 1, 3).reshape(x.getShape());
    return new NDList(projection.apply(store, mixed, training));
  }

  /** {@code [B, N, D]} to queries, keys and values {@code [B, N, 3 D]}. */
  NDArray qkv(ParameterStore store, NDArray x, boolean training) {
    NDArray weight = store.getValue(qkvWeight, x.getDevice(), training);
    NDArray bias = qkvBias == null ? null : bias(x.getManager(), store, x, training);
    return ai.djl.nn.core.Linear.linear(x, weight, bias).singletonOrThrow();
  }

  private NDArray bias(NDManager manager, ParameterStore store, NDArray x, boolean training) {
    NDArray bias = store.getValue(qkvBias, x.getDevice(), training);
    return maskKeyBias ? keyBiasMask(manager).mul(bias) : bias;
  }

  /** {@code [3 D]}: 1 for queries and values, 0 for keys. */
  private NDArray keyBiasMask(NDManager manager) {
    NDArray mask = manager.ones(new Shape(3L * width), DataType.FLOAT32);
    mask.set(new NDIndex("{}:{}", width, 2L * width), 0f);
    return mask;
  }

  /** {@code [B, N, 3 D]} to {@code [3, B, heads, N, headWidth]}. */
  NDArray splitHeads(NDArray qkv) {
    Shape shape = qkv.getShape();
    return qkv.reshape(shape.get(0), shape.get(1), 3, heads, width / heads)
        .transpose(2, 0, 3, 1, 4);
  }

  /** Turns each pair (channel i, channel i + headWidth / 2) of {@code [B, heads, N, headWidth]}. */
  static NDArray rotate(NDArray x, RotaryEmbedding rope) {
    NDList halves = x.split(2, 3);
    NDArray turned = halves.get(1).neg().concat(halves.get(0), 3);
    return x.mul(rope.cos()).add(turned.mul(rope.sin()));
  }
}

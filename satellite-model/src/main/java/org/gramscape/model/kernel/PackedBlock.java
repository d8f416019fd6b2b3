package org.gramscape.model.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.IValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.gramscape.model.layer.ParameterValues;
import org.gramscape.model.vit.FeedForward;
import org.gramscape.model.vit.VitConfig;

/**
 * A transformer block's weights as the kernels take them: two norms, then the linear layers.
 *
 * <p>What can be computed once is:
 *
 * <ul>
 *   <li>The layer scale is multiplied into the projection before it.
 *   <li>Queries carry the factor of their products with keys, one by the root of the head's width.
 *   <li>Channels of queries and keys that turn together lie side by side, as the real and the
 *       imaginary part of a number. Their products do not change.
 * </ul>
 */
final class PackedBlock implements AutoCloseable {
  private static final List<String> MLP = List.of("mlp.fc1", "mlp.fc2");
  private static final List<String> SWIGLU = List.of("mlp.w1", "mlp.w2", "mlp.w3");

  private final VitConfig config;
  private final Kernels kernels;
  private final ParameterValues values;
  private final String prefix;
  private final NDManager manager;
  private final List<IValue> layers = new ArrayList<>();
  private final List<IValue> parts = new ArrayList<>();
  private final IValue list;

  /**
   * Packs the parameters that begin with the prefix, a layer at a time.
   *
   * @param values are read once each
   * @param manager owns what is held meanwhile
   */
  PackedBlock(
      VitConfig config, Kernels kernels, ParameterValues values, String prefix, NDManager manager)
      throws IOException {
    this.config = config;
    this.kernels = kernels;
    this.values = values;
    this.prefix = prefix;
    this.manager = manager;
    norm("norm1");
    norm("norm2");
    try (NDManager scope = manager.newSubManager()) {
      linear(queryOrder(scope, "weight"), queryOrder(scope, "bias"));
    }
    scaled("attn.proj", "ls1.gamma");
    List<String> feedForward = config.feedForward() == FeedForward.MLP ? MLP : SWIGLU;
    for (String name : feedForward.subList(0, feedForward.size() - 1)) {
      try (NDManager scope = manager.newSubManager()) {
        linear(value(name + ".weight", scope), value(name + ".bias", scope));
      }
    }
    scaled(feedForward.get(feedForward.size() - 1), "ls2.gamma");
    list = IValue.listFrom(layers.toArray(IValue[]::new));
  }

  IValue list() {
    return list;
  }

  private void norm(String name) throws IOException {
    try (NDManager scope = manager.newSubManager()) {
      IValue weight = Kernels.argument(value(name + ".weight", scope).duplicate());
      IValue bias = Kernels.argument(value(name + ".bias", scope).duplicate());
      parts.addAll(List.of(weight, bias));
      layers.add(IValue.listFrom(weight, bias));
    }
  }

  private void scaled(String name, String gamma) throws IOException {
    try (NDManager scope = manager.newSubManager()) {
      NDArray factor = value(gamma, scope);
      linear(
          value(name + ".weight", scope).mul(factor.expandDims(1)),
          value(name + ".bias", scope).mul(factor));
    }
  }

  private void linear(NDArray weight, NDArray bias) {
    try (IValue w = Kernels.argument(weight);
        IValue b = Kernels.argument(bias)) {
      layers.add(kernels.pack(w, b));
    }
  }

  /** {@code [3 D, ...]}: queries scaled, queries and keys in the order of pairs. */
  private NDArray queryOrder(NDManager scope, String name) throws IOException {
    NDArray all = value("attn.qkv." + name, scope);
    long rest = all.size() / (3L * config.width());
    int half = config.headWidth() / 2;
    NDArray parts = all.reshape(3, config.heads(), 2, half, rest);
    NDArray turning = parts.get(new NDIndex("0:2")).transpose(0, 1, 3, 2, 4);
    float scale = (float) (1 / Math.sqrt(config.headWidth()));
    NDArray queries = turning.get(0).mul(scale).reshape(config.width(), rest);
    NDArray keys = turning.get(1).reshape(config.width(), rest);
    if (name.equals("bias") && config.maskKeyBias()) {
      keys = keys.zerosLike();
    }
    NDArray third = parts.get(2).reshape(config.width(), rest);
    return queries.concat(keys).concat(third).reshape(all.getShape());
  }

  /** A parameter's values, or zeros where the model has no such bias. */
  private NDArray value(String name, NDManager scope) throws IOException {
    if (name.equals("attn.qkv.bias") && !config.qkvBias()) {
      return scope.zeros(new Shape(3L * config.width()));
    }
    return values.read(prefix + name, scope);
  }

  @Override
  public void close() {
    list.close();
    layers.forEach(IValue::close);
    parts.forEach(IValue::close);
  }
}

package org.gramscape.model.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gramscape.model.Precision;
import org.gramscape.model.vit.FeedForward;
import org.gramscape.model.vit.ResidualBranches;
import org.gramscape.model.vit.RotaryEmbedding;
import org.gramscape.model.vit.VisionTransformer;
import org.gramscape.model.vit.VitConfig;

/**
 * Runs each residual branch as one call into libtorch, through which gradients follow: for
 * training.
 *
 * <p>Weights stay in float32 and are read at every call, so that they may change in between. In
 * {@link Precision#BF16}, matrix products and attention are in bfloat16; what they add up to is
 * not. The network must stay open as long.
 */
public final class FusedBranches implements ResidualBranches, AutoCloseable {
  private final NDManager manager;
  private final Script script;
  private final String feedMethod;
  private final List<NDList> attend = new ArrayList<>();
  private final List<NDList> feed = new ArrayList<>();

  /**
   * For a network whose parameters have values.
   *
   * @param precision {@link Precision#FP32} or {@link Precision#BF16}
   */
  public FusedBranches(VisionTransformer network, Precision precision) {
    if (precision == Precision.INT8) {
      throw new IllegalArgumentException("training in INT8; FP32 or BF16 expected");
    }
    VitConfig config = network.config();
    manager = network.parameterManager().newSubManager();
    script =
        new Script(
            manager,
            FusedBranches.class,
            "branches.py.txt",
            Map.of(
                "EPSILON",
                Double.toString(config.layerNormEpsilon()),
                "DTYPE",
                precision == Precision.BF16 ? "15" : "6"));
    boolean mlp = config.feedForward() == FeedForward.MLP;
    feedMethod = mlp ? "mlp" : "swiglu";
    List<String> layers = mlp ? List.of("fc1", "fc2") : List.of("w1", "w2", "w3");
    NDArray mask = keyBiasMask(config);
    Map<String, Parameter> parameters = network.namedParameters();
    for (int i = 0; i < config.depth(); i++) {
      String block = "blocks." + i + ".";
      NDList attention = arrays(parameters, block, "norm1.weight", "norm1.bias", "attn.qkv.weight");
      attention.add(
          config.qkvBias() ? array(parameters, block + "attn.qkv.bias") : mask.zerosLike());
      attention.add(mask);
      attention.addAll(
          arrays(parameters, block, "attn.proj.weight", "attn.proj.bias", "ls1.gamma"));
      attend.add(attention);
      NDList fed = arrays(parameters, block, "norm2.weight", "norm2.bias");
      for (String layer : layers) {
        fed.addAll(arrays(parameters, block, "mlp." + layer + ".weight", "mlp." + layer + ".bias"));
      }
      fed.addAll(arrays(parameters, block, "ls2.gamma"));
      feed.add(fed);
    }
  }

  /** {@code [3 D]}: 0 for keys if their bias is held at zero, else 1. */
  private NDArray keyBiasMask(VitConfig config) {
    NDArray mask = manager.ones(new Shape(3L * config.width()), DataType.FLOAT32);
    if (config.maskKeyBias()) {
      mask.set(new NDIndex("{}:{}", config.width(), 2L * config.width()), 0f);
    }
    return mask;
  }

  private static NDList arrays(Map<String, Parameter> parameters, String block, String... names) {
    NDList arrays = new NDList();
    for (String name : names) {
      arrays.add(array(parameters, block + name));
    }
    return arrays;
  }

  private static NDArray array(Map<String, Parameter> parameters, String name) {
    NDArray array = parameters.get(name).getArray();
    // DJL would make dictionaries of arguments whose names have dots.
    array.setName(null);
    return array;
  }

  @Override
  public NDArray attend(int block, NDArray tokens, RotaryEmbedding rope) {
    return run("attend", new NDList(tokens, rope.sin(), rope.cos()), attend.get(block));
  }

  @Override
  public NDArray feed(int block, NDArray tokens) {
    return run(feedMethod, new NDList(tokens), feed.get(block));
  }

  private NDArray run(String method, NDList inputs, NDList weights) {
    inputs.addAll(weights);
    return script.call(method, inputs);
  }

  @Override
  public void close() {
    script.close();
    manager.close();
  }
}

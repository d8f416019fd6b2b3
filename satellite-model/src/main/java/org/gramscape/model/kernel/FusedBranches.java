package org.gramscape.model.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gramscape.model.Precision;
import org.gramscape.model.vit.BlockRunner;
import org.gramscape.model.vit.FeedForward;
import org.gramscape.model.vit.ResidualBranches;
import org.gramscape.model.vit.RotaryEmbedding;
import org.gramscape.model.vit.StochasticDepth;
import org.gramscape.model.vit.VisionTransformer;
import org.gramscape.model.vit.VitConfig;

/**
 * Runs all residual branches, or those of one block, as one call into libtorch, through which
 * gradients follow: for training.
 *
 * <p>Weights stay in float32 and are read at every call, so that they may change in between. In
 * {@link Precision#BF16}, matrix products and attention are in bfloat16; what they add up to is
 * not. The network must stay open as long.
 */
public final class FusedBranches implements ResidualBranches, BlockRunner, AutoCloseable {
  private static final List<String> ATTEND =
      List.of(
          "norm1.weight",
          "norm1.bias",
          "attn.qkv.weight",
          "attn.qkv.bias",
          "attn.proj.weight",
          "attn.proj.bias",
          "ls1.gamma");
  private static final List<String> MLP =
      List.of(
          "norm2.weight",
          "norm2.bias",
          "mlp.fc1.weight",
          "mlp.fc1.bias",
          "mlp.fc2.weight",
          "mlp.fc2.bias",
          "ls2.gamma");
  private static final List<String> SWIGLU =
      List.of(
          "norm2.weight",
          "norm2.bias",
          "mlp.w1.weight",
          "mlp.w1.bias",
          "mlp.w2.weight",
          "mlp.w2.bias",
          "mlp.w3.weight",
          "mlp.w3.bias",
          "ls2.gamma");

  /**
   * As many tokens at most attend to each other by plain batched products in bfloat16: libtorch's
   * own attention sets each head's product up anew, which takes longer than a small product does.
   */
  private static final int FEW_TOKENS = 128;

  private final NDManager manager;
  private final Script script;
  private final NDArray biasMask;

  /** Weights of a block. */
  private final int each;

  private final List<NDArray> weights = new ArrayList<>();

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
    boolean mlp = config.feedForward() == FeedForward.MLP;
    List<String> feed = mlp ? MLP : SWIGLU;
    each = ATTEND.size() + feed.size();
    script =
        new Script(
            manager,
            FusedBranches.class,
            "branches.py.txt",
            Map.of(
                "EACH",
                Integer.toString(each),
                "EPSILON",
                Double.toString(config.layerNormEpsilon()),
                "DTYPE",
                precision == Precision.BF16 ? "15" : "6",
                "FEW",
                Integer.toString(precision == Precision.BF16 ? FEW_TOKENS : 0),
                "FEED",
                mlp ? "mlp" : "swiglu"));
    biasMask = keyBiasMask(config);
    Map<String, Parameter> parameters = network.namedParameters();
    for (int i = 0; i < config.depth(); i++) {
      for (List<String> names : List.of(ATTEND, feed)) {
        for (String name : names) {
          Parameter parameter = parameters.get("blocks." + i + "." + name);
          NDArray array = parameter == null ? biasMask.zerosLike() : parameter.getArray();
          weights.add(array);
        }
      }
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

  @Override
  public NDArray addTo(NDArray tokens, RotaryEmbedding ropes, StochasticDepth depth) {
    return add(tokens, ropes.sin(), ropes.cos(), depth, weights);
  }

  @Override
  public NDArray run(int index, NDArray tokens, RotaryEmbedding rope) {
    return add(
        tokens,
        rope.sin().expandDims(0),
        rope.cos().expandDims(0),
        StochasticDepth.NONE,
        weights.subList(index * each, (index + 1) * each));
  }

  private NDArray add(
      NDArray tokens, NDArray sin, NDArray cos, StochasticDepth depth, List<NDArray> ofBlocks) {
    NDArray samples = depth.samples(tokens.getManager());
    return script.call("add", List.of(tokens, sin, cos, samples, biasMask), ofBlocks);
  }

  @Override
  public void close() {
    script.close();
    manager.close();
  }
}

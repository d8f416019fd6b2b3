package org.gramscape.model.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gramscape.model.Precision;
import org.gramscape.model.vit.BlockRunner;
import org.gramscape.model.vit.FeedForward;
import org.gramscape.model.vit.RotaryEmbedding;
import org.gramscape.model.vit.VisionTransformer;
import org.gramscape.model.vit.VitConfig;

/**
 * Runs each transformer block as one call into libtorch, for inference.
 *
 * <p>Several threads may call it at once. The network must stay open as long: libtorch may share
 * memory with its arrays.
 */
public final class FusedBlocks implements BlockRunner, AutoCloseable {
  private static final List<String> NORMS =
      List.of("norm1.weight", "norm1.bias", "ls1.gamma", "norm2.weight", "norm2.bias", "ls2.gamma");
  private static final List<String> MLP_LAYERS =
      List.of("attn.qkv", "attn.proj", "mlp.fc1", "mlp.fc2");
  private static final List<String> SWIGLU_LAYERS =
      List.of("attn.qkv", "attn.proj", "mlp.w1", "mlp.w2", "mlp.w3");

  private final VitConfig config;
  private final Precision precision;
  private final String method;
  private final NDManager manager;
  private final Kernels kernels;
  private final IValue epsilon;
  private final List<List<IValue>> blocks = new ArrayList<>();
  private final List<IValue> parts = new ArrayList<>();

  /** For a network whose parameters have values. */
  public FusedBlocks(VisionTransformer network, Precision precision) {
    this.config = network.config();
    this.precision = precision;
    boolean mlp = config.feedForward() == FeedForward.MLP;
    method = (mlp ? "mlp" : "swiglu") + (precision == Precision.INT8 ? "8" : "");
    manager = network.parameterManager().newSubManager();
    kernels = new Kernels((PtNDManager) manager);
    epsilon = IValue.from(config.layerNormEpsilon());
    Map<String, Parameter> parameters = network.namedParameters();
    for (int i = 0; i < config.depth(); i++) {
      blocks.add(weights(parameters, "blocks." + i + ".", mlp ? MLP_LAYERS : SWIGLU_LAYERS));
    }
  }

  /** A list of norms and scales, then the linear layers: a list of tensors, or one each, packed. */
  private List<IValue> weights(
      Map<String, Parameter> parameters, String prefix, List<String> layers) {
    List<IValue> norms =
        NORMS.stream()
            .map(name -> Kernels.argument(parameters.get(prefix + name).getArray()))
            .toList();
    List<IValue> linear = new ArrayList<>();
    for (String layer : layers) {
      IValue weight = Kernels.argument(parameters.get(prefix + layer + ".weight").getArray());
      IValue bias = bias(parameters.get(prefix + layer + ".bias"), layer.equals("attn.qkv"));
      switch (precision) {
        case FP32 -> linear.addAll(List.of(weight, bias));
        case BF16 -> {
          linear.add(replace("bfloat16", weight));
          linear.add(replace("bfloat16", bias));
        }
        case INT8 -> linear.add(replace("pack", weight, bias));
      }
    }
    List<IValue> arguments = new ArrayList<>();
    arguments.add(list(norms));
    arguments.addAll(precision == Precision.INT8 ? linear : List.of(list(linear)));
    return arguments;
  }

  private IValue replace(String conversion, IValue... values) {
    IValue converted = kernels.run(conversion, values);
    for (IValue value : values) {
      value.close();
    }
    return converted;
  }

  /** A list, whose parts stay open as long as it does. */
  private IValue list(List<IValue> values) {
    parts.addAll(values);
    return IValue.listFrom(values.toArray(IValue[]::new));
  }

  /** As attention sees it: zero for keys, and zero for all where the model has no bias. */
  private IValue bias(Parameter parameter, boolean qkv) {
    int width = config.width();
    try (NDManager scope = manager.newSubManager()) {
      if (parameter == null) {
        return Kernels.argument(scope.zeros(new Shape(3L * width), DataType.FLOAT32));
      }
      if (!(qkv && config.maskKeyBias())) {
        return Kernels.argument(parameter.getArray());
      }
      NDArray masked = parameter.getArray().duplicate();
      masked.attach(scope);
      masked.set(new NDIndex("{}:{}", width, 2 * width), 0f);
      return Kernels.argument(masked);
    }
  }

  @Override
  public NDArray run(int index, NDArray tokens, RotaryEmbedding rope) {
    Torch.useOneThread();
    try (IValue x = Kernels.argument(tokens);
        IValue sin = Kernels.argument(rope.sin());
        IValue cos = Kernels.argument(rope.cos())) {
      List<IValue> arguments = new ArrayList<>(List.of(x, sin, cos, epsilon));
      arguments.addAll(blocks.get(index));
      try (IValue out = kernels.run(method, arguments.toArray(IValue[]::new))) {
        return out.toTensor((PtNDManager) tokens.getManager());
      }
    }
  }

  @Override
  public void close() {
    blocks.forEach(values -> values.forEach(IValue::close));
    parts.forEach(IValue::close);
    epsilon.close();
    kernels.close();
    manager.close();
  }
}

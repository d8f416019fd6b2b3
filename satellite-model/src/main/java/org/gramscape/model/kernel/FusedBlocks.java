package org.gramscape.model.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gramscape.model.vit.BlockRunner;
import org.gramscape.model.vit.FeedForward;
import org.gramscape.model.vit.RotaryEmbedding;
import org.gramscape.model.vit.VisionTransformer;
import org.gramscape.model.vit.VitConfig;

/**
 * Runs each transformer block as one call into libtorch, for inference.
 *
 * <p>Several threads may call it at once. The weights stay the network's: it must outlive this.
 */
public final class FusedBlocks implements BlockRunner, AutoCloseable {
  private static final List<String> ATTENTION =
      List.of(
          "norm1.weight",
          "norm1.bias",
          "attn.qkv.weight",
          "attn.qkv.bias",
          "attn.proj.weight",
          "attn.proj.bias",
          "ls1.gamma",
          "norm2.weight",
          "norm2.bias");
  private static final List<String> MLP =
      List.of("mlp.fc1.weight", "mlp.fc1.bias", "mlp.fc2.weight", "mlp.fc2.bias", "ls2.gamma");
  private static final List<String> SWIGLU =
      List.of(
          "mlp.w1.weight",
          "mlp.w1.bias",
          "mlp.w2.weight",
          "mlp.w2.bias",
          "mlp.w3.weight",
          "mlp.w3.bias",
          "ls2.gamma");

  private final NDManager manager;
  private final VitConfig config;
  private final PtSymbolBlock kernels;
  private final IValue epsilon;
  private final List<IValue> weights = new ArrayList<>();

  /** For a network whose parameters have values. */
  public FusedBlocks(VisionTransformer network) {
    config = network.config();
    manager = network.parameterManager().newSubManager();
    kernels = load((PtNDManager) manager);
    epsilon = IValue.from(config.layerNormEpsilon());
    Map<String, Parameter> parameters = network.namedParameters();
    for (int i = 0; i < config.depth(); i++) {
      weights.add(blockWeights(parameters, "blocks." + i + "."));
    }
  }

  private IValue blockWeights(Map<String, Parameter> parameters, String prefix) {
    List<String> names = new ArrayList<>(ATTENTION);
    names.addAll(config.feedForward() == FeedForward.MLP ? MLP : SWIGLU);
    PtNDArray[] arrays = new PtNDArray[names.size()];
    for (int n = 0; n < arrays.length; n++) {
      Parameter parameter = parameters.get(prefix + names.get(n));
      boolean qkvBias = names.get(n).equals("attn.qkv.bias");
      arrays[n] = (PtNDArray) (qkvBias ? qkvBias(parameter) : parameter.getArray());
    }
    return IValue.listFrom(arrays);
  }

  /** The bias as the attention sees it: zero for keys, zero for all where the model has none. */
  private NDArray qkvBias(Parameter parameter) {
    int width = config.width();
    if (parameter == null) {
      return manager.zeros(new Shape(3L * width), DataType.FLOAT32);
    }
    NDArray bias = parameter.getArray().duplicate();
    bias.attach(manager);
    if (config.maskKeyBias()) {
      bias.set(new NDIndex("{}:{}", width, 2 * width), 0f);
    }
    return bias;
  }

  @Override
  public NDArray run(int index, NDArray tokens, RotaryEmbedding rope) {
    Torch.useOneThread();
    String method = config.feedForward() == FeedForward.MLP ? "mlp" : "swiglu";
    try (IValue x = IValue.from((PtNDArray) tokens);
        IValue sin = IValue.from((PtNDArray) rope.sin());
        IValue cos = IValue.from((PtNDArray) rope.cos());
        IValue out =
            IValueUtils.runMethod(kernels, method, x, sin, cos, epsilon, weights.get(index))) {
      return out.toTensor((PtNDManager) tokens.getManager());
    }
  }

  private static PtSymbolBlock load(PtNDManager manager) {
    try (InputStream source = FusedBlocks.class.getResourceAsStream("kernels.py.txt")) {
      String text = new String(source.readAllBytes(), StandardCharsets.US_ASCII);
      byte[] archive = TorchScriptArchive.of("Kernels", text);
      return JniUtils.loadModule(manager, new ByteArrayInputStream(archive), false, false);
    } catch (IOException e) {
      throw new UncheckedIOException("The kernels in the jar can't be read.", e);
    }
  }

  @Override
  public void close() {
    weights.forEach(IValue::close);
    epsilon.close();
    kernels.close();
    manager.close();
  }
}

package org.gramscape.model.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gramscape.model.Precision;
import org.gramscape.model.vit.BlockRunner;
import org.gramscape.model.vit.RotaryEmbedding;
import org.gramscape.model.vit.VisionTransformer;
import org.gramscape.model.vit.VitConfig;

/**
 * Runs each transformer block as one call into libtorch, for inference.
 *
 * <p>Several threads may call it at once.
 */
public final class FusedBlocks implements BlockRunner, AutoCloseable {
  private final String method;
  private final NDManager manager;
  private final Kernels kernels;
  private final IValue heads;
  private final IValue epsilon;
  private final List<PackedBlock> blocks = new ArrayList<>();

  /**
   * Takes the blocks' weights out of a network, one block after the other: they are held once. The
   * network keeps the rest and can no longer run its blocks by itself.
   *
   * @throws UnavailableException if this machine does not have the precision
   */
  public FusedBlocks(VisionTransformer network, Precision precision) {
    this(network, precision, Kernels.of(network.parameterManager(), precision));
  }

  FusedBlocks(VisionTransformer network, Precision precision, Kernels kernels) {
    VitConfig config = network.config();
    String name = config.feedForward().name().toLowerCase(Locale.ROOT);
    method = precision == Precision.INT8 ? name + "8" : name;
    manager = network.parameterManager().newSubManager();
    this.kernels = kernels;
    heads = IValue.from((long) config.heads());
    epsilon = IValue.from(config.layerNormEpsilon());
    Map<String, Parameter> parameters = network.namedParameters();
    for (int i = 0; i < config.depth(); i++) {
      blocks.add(new PackedBlock(config, kernels, parameters, "blocks." + i + ".", manager));
    }
  }

  @Override
  public NDArray run(int index, NDArray tokens, RotaryEmbedding rope) {
    Torch.useOneThread();
    try (NDManager scope = tokens.getManager().newSubManager();
        IValue x = Kernels.argument(tokens);
        IValue turns = Kernels.argument(turns(rope, scope));
        IValue out = kernels.run(method, x, turns, heads, epsilon, blocks.get(index).list())) {
      return out.toTensor((PtNDManager) tokens.getManager());
    }
  }

  /** The angles as complex numbers of length 1: {@code [N, 1, 1, headWidth / 2, 2]}. */
  private static NDArray turns(RotaryEmbedding rope, NDManager scope) {
    long tokens = rope.cos().getShape().get(0);
    long half = rope.cos().getShape().get(1) / 2;
    NDArray turns = scope.create(new Shape(tokens, 1, 1, half, 2));
    NDIndex firstHalf = new NDIndex(":, :{}", half);
    turns.set(new NDIndex("..., 0"), rope.cos().get(scope, firstHalf).reshape(tokens, 1, 1, half));
    turns.set(new NDIndex("..., 1"), rope.sin().get(scope, firstHalf).reshape(tokens, 1, 1, half));
    return turns;
  }

  @Override
  public void close() {
    blocks.forEach(PackedBlock::close);
    heads.close();
    epsilon.close();
    kernels.close();
    manager.close();
  }
}

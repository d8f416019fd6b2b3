package org.gramscape.model.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.gramscape.model.Precision;
import org.gramscape.model.layer.ParameterValues;
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
  /**
   * Memory that the system has to give anew costs time, so what is freed goes back now and then.
   */
  private static final int BLOCKS_AT_ONCE = 8;

  private final Precision precision;
  private final String method;
  private final NDManager manager;
  private final Kernels kernels;
  private final IValue heads;
  private final IValue epsilon;
  private final List<PackedBlock> blocks = new ArrayList<>();

  /**
   * Takes the blocks' weights out of a network, one after the other: they are held once. The
   * network keeps the rest and can no longer run its blocks by itself.
   *
   * @throws UnavailableException if this machine does not have the precision
   */
  public FusedBlocks(VisionTransformer network, Precision precision) {
    this(network, precision, Kernels.of(network.parameterManager(), precision));
  }

  FusedBlocks(VisionTransformer network, Precision precision, Kernels kernels) {
    this(network.config(), precision, network.parameterManager(), kernels);
    try {
      pack(network.config(), ParameterValues.outOf(network));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // Not of what is in memory.
    }
  }

  /**
   * Reads the blocks' weights one after the other, so that one of them is all that is held besides
   * the packed ones.
   *
   * @param network whose parameters outside the blocks have their values
   * @param values of its blocks
   * @throws UnavailableException if this machine does not have the precision
   */
  public FusedBlocks(VisionTransformer network, Precision precision, ParameterValues values)
      throws IOException {
    this(
        network.config(),
        precision,
        network.parameterManager(),
        Kernels.of(network.parameterManager(), precision));
    pack(network.config(), values);
  }

  private FusedBlocks(VitConfig config, Precision precision, NDManager owner, Kernels kernels) {
    String name = config.feedForward().name().toLowerCase(Locale.ROOT);
    method = precision == Precision.INT8 ? name + "8" : name;
    manager = owner.newSubManager();
    this.precision = precision;
    this.kernels = kernels;
    heads = IValue.from((long) config.heads());
    epsilon = IValue.from(config.layerNormEpsilon());
  }

  private void pack(VitConfig config, ParameterValues values) throws IOException {
    try {
      for (int i = 0; i < config.depth(); i++) {
        blocks.add(new PackedBlock(config, kernels, values, VisionTransformer.block(i), manager));
        if ((i + 1) % BLOCKS_AT_ONCE == 0) {
          FreedMemory.giveBack();
        }
      }
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /** In what numbers they compute. */
  public Precision precision() {
    return precision;
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

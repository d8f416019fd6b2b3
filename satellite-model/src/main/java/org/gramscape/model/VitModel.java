package org.gramscape.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.gramscape.model.dpt.DptConfig;
import org.gramscape.model.kernel.FusedBlocks;
import org.gramscape.model.kernel.Torch;
import org.gramscape.model.vit.FeedForward;
import org.gramscape.model.vit.VisionTransformer;
import org.gramscape.model.vit.VitConfig;
import org.gramscape.model.vit.VitFeatures;

/** A vision transformer and its fused kernels, ready to compute. */
abstract class VitModel implements OpenModel {
  /** What the allocator keeps, a thread. */
  private static final long ALLOCATOR_SLACK = 32L << 20;

  private final ModelInfo info;
  private final VisionTransformer network;
  private final FusedBlocks blocks;
  private final NDManager manager;
  private final ComputeDevice device;

  /** Takes over the manager, which holds the network's values. */
  VitModel(
      ModelInfo info,
      VisionTransformer network,
      FusedBlocks blocks,
      NDManager manager,
      ComputeDevice device) {
    this.info = info;
    this.network = network;
    this.manager = manager;
    this.blocks = blocks;
    this.device = device;
  }

  @Override
  public final ModelInfo info() {
    return info;
  }

  @Override
  public final Precision precision() {
    return blocks.precision();
  }

  @Override
  public final ComputeDevice device() {
    return device;
  }

  /** Makes of what blocks say of an image what the model says of it. */
  interface Reading<T> {
    T of(List<VitFeatures> features);
  }

  /**
   * Looks at an image.
   *
   * @param image normalised {@code [bands, height, width]}
   * @param multiple of which sides are
   * @param layers counted from 0, ascending
   * @throws IllegalArgumentException if the sides do not fit
   */
  final <T> T look(
      float[] image, int height, int width, int multiple, Layers layers, Reading<T> reading) {
    int bands = network.config().bands();
    ImageSize.check(image, bands, height, width, multiple);
    Torch.useOneThread();
    try (NDManager call = manager.newSubManager()) {
      NDArray images = call.create(image, new Shape(1, bands, height, width));
      return reading.of(
          network.intermediateLayers(images, layers.blocks(), layers.normalised(), blocks));
    }
  }

  /** What is not of the blocks' linear layers is held as float32. */
  @Override
  public long weightsMemory() {
    VitConfig config = network.config();
    long ofFeedForward = config.feedForward() == FeedForward.MLP ? 2 : 3;
    long linear =
        config.depth()
            * (long) config.width()
            * (4L * config.width() + ofFeedForward * config.hiddenWidth());
    return Float.BYTES * (network.parameterCount() - linear) + precision().weightBytes() * linear;
  }

  @Override
  public long workingMemory(int height, int width) {
    return workingMemoryOfBackbone(height, width);
  }

  /** Measured: a block at work holds up to 16 arrays of tokens and 5 of hidden values. */
  private long workingMemoryOfBackbone(int height, int width) {
    VitConfig config = network.config();
    long perToken = 16L * config.width() + 5L * config.hiddenWidth();
    return ALLOCATOR_SLACK
        + Float.BYTES * (tokens(height, width) * perToken + 2L * config.bands() * height * width);
  }

  private long tokens(int height, int width) {
    int patch = network.config().patchSize();
    return network.config().prefixTokens() + (long) (height / patch) * (width / patch);
  }

  /** The backbone's outputs that a head looks at. */
  final long tapsMemory(int taps, int height, int width) {
    return Float.BYTES * taps * tokens(height, width) * network.config().width();
  }

  /**
   * The same with a DPT head, which follows the backbone. It takes most at its last convolution,
   * where arrays of half its channels and of hidden ones are held twice, as they are and in the
   * kernel's order: 0.6 to 0.8 of that was measured in float32, less in bfloat16 ({@code
   * HeightMemoryBenchmark}).
   */
  final long workingMemory(DptConfig head, int height, int width) {
    long pixels = (long) height * width;
    long last = Float.BYTES * pixels * (head.channels() + 2L * head.hidden());
    return tapsMemory(DptConfig.LEVELS, height, width)
        + Math.max(workingMemoryOfBackbone(height, width), ALLOCATOR_SLACK + last);
  }

  @Override
  public void close() {
    blocks.close();
    manager.close();
  }
}

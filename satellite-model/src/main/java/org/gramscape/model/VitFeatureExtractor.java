package org.gramscape.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.gramscape.model.kernel.FusedBlocks;
import org.gramscape.model.kernel.Torch;
import org.gramscape.model.vit.FeedForward;
import org.gramscape.model.vit.VisionTransformer;
import org.gramscape.model.vit.VitConfig;
import org.gramscape.model.vit.VitFeatures;

/** Dense features by a vision transformer and its fused kernels. */
final class VitFeatureExtractor implements FeatureExtractor {
  /** What the allocator keeps, a thread. */
  static final long ALLOCATOR_SLACK = 32L << 20;

  private final ModelInfo info;
  private final VisionTransformer network;
  private final NDManager manager;
  private final FusedBlocks blocks;
  private final ComputeDevice device;

  /** Takes over the manager, which holds the network's values. */
  VitFeatureExtractor(
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
  public ModelInfo info() {
    return info;
  }

  @Override
  public Precision precision() {
    return blocks.precision();
  }

  @Override
  public ComputeDevice device() {
    return device;
  }

  @Override
  public FeatureMap extract(float[] image, int height, int width, Layers layers) {
    int bands = network.config().bands();
    ImageSize.check(image, bands, height, width, info.patchSize());
    List<Integer> wanted = layers.in(info).blocks();
    List<Integer> ascending = wanted.stream().sorted().toList();
    Torch.useOneThread();
    try (NDManager call = manager.newSubManager()) {
      NDArray images = call.create(image, new Shape(1, bands, height, width));
      List<VitFeatures> features =
          network.intermediateLayers(images, ascending, layers.normalised(), blocks);
      List<float[]> tokens =
          wanted.stream()
              .map(block -> features.get(ascending.indexOf(block)).patchTokens().toFloatArray())
              .toList();
      return FeatureMap.sideBySide(features.get(0).rows(), features.get(0).columns(), tokens);
    }
  }

  @Override
  public long weightsMemory() {
    return weightsMemory(network, precision());
  }

  /** What is not of the blocks' linear layers is held as float32. */
  static long weightsMemory(VisionTransformer network, Precision precision) {
    VitConfig config = network.config();
    long ofFeedForward = config.feedForward() == FeedForward.MLP ? 2 : 3;
    long linear =
        config.depth()
            * (long) config.width()
            * (4L * config.width() + ofFeedForward * config.hiddenWidth());
    return Float.BYTES * (network.parameterCount() - linear) + precision.weightBytes() * linear;
  }

  @Override
  public long workingMemory(int height, int width) {
    return workingMemory(network.config(), height, width);
  }

  /** Measured: a block at work holds up to 16 arrays of tokens and 5 of hidden values. */
  static long workingMemory(VitConfig config, int height, int width) {
    int patch = config.patchSize();
    long tokens = config.prefixTokens() + (long) (height / patch) * (width / patch);
    long perToken = 16L * config.width() + 5L * config.hiddenWidth();
    return ALLOCATOR_SLACK
        + Float.BYTES * (tokens * perToken + 2L * config.bands() * height * width);
  }

  @Override
  public void close() {
    blocks.close();
    manager.close();
  }
}

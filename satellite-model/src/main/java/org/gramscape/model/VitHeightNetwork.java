package org.gramscape.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.gramscape.model.dpt.DepthConfig;
import org.gramscape.model.dpt.DepthHead;
import org.gramscape.model.dpt.DptConfig;
import org.gramscape.model.kernel.FusedBlocks;
import org.gramscape.model.kernel.Torch;
import org.gramscape.model.vit.VisionTransformer;
import org.gramscape.model.vit.VitConfig;
import org.gramscape.model.vit.VitFeatures;

/** Heights by a vision transformer with fused kernels and a DPT head. */
final class VitHeightNetwork implements HeightNetwork {
  private final ModelInfo info;
  private final VisionTransformer backbone;
  private final DepthHead head;
  private final String headSha256;
  private final NDManager manager;
  private final FusedBlocks blocks;
  private final ComputeDevice device;

  /** Takes over the manager, which holds the values of both. */
  VitHeightNetwork(
      ModelInfo info,
      VisionTransformer backbone,
      FusedBlocks blocks,
      DepthHead head,
      String headSha256,
      NDManager manager,
      ComputeDevice device) {
    this.info = info;
    this.backbone = backbone;
    this.head = head;
    this.headSha256 = headSha256;
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
  public DepthConfig head() {
    return new DepthConfig(head.network().config(), head.bins());
  }

  @Override
  public String headSha256() {
    return headSha256;
  }

  @Override
  public float[] predict(float[] image, int height, int width) {
    int bands = backbone.config().bands();
    ImageSize.check(image, bands, height, width, SIDE_MULTIPLE);
    Torch.useOneThread();
    try (NDManager call = manager.newSubManager()) {
      NDArray images = call.create(image, new Shape(1, bands, height, width));
      List<VitFeatures> taps =
          backbone.intermediateLayers(images, head.network().config().taps(), true, blocks);
      return head.moments(taps).toFloatArray();
    }
  }

  @Override
  public long weightsMemory() {
    return VitFeatureExtractor.weightsMemory(backbone, precision())
        + Float.BYTES * head.network().parameterCount();
  }

  /**
   * The head follows the backbone. It takes most at its last convolution, where arrays of half its
   * channels and of hidden ones are held twice, as they are and in the kernel's order: 0.6 to 0.8
   * of that was measured in float32, less in bfloat16 ({@code HeightMemoryBenchmark}).
   */
  @Override
  public long workingMemory(int height, int width) {
    VitConfig config = backbone.config();
    long pixels = (long) height * width;
    long tokens = config.prefixTokens() + pixels / config.patchSize() / config.patchSize();
    long taps = Float.BYTES * (long) DptConfig.LEVELS * tokens * config.width();
    DptConfig shape = head.network().config();
    long last = Float.BYTES * pixels * (shape.channels() + 2L * shape.hidden());
    return taps
        + Math.max(
            VitFeatureExtractor.workingMemory(config, height, width),
            VitFeatureExtractor.ALLOCATOR_SLACK + last);
  }

  @Override
  public void close() {
    blocks.close();
    head.network().close();
    manager.close();
  }
}

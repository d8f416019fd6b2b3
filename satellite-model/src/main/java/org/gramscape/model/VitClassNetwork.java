package org.gramscape.model;

import ai.djl.ndarray.NDManager;
import org.gramscape.model.dense.DenseHead;
import org.gramscape.model.dpt.DptHead;
import org.gramscape.model.kernel.FusedBlocks;
import org.gramscape.model.segmentation.SegmentationConfig;
import org.gramscape.model.vit.VisionTransformer;

/** Classes by a vision transformer and a head for them. */
final class VitClassNetwork extends VitModel implements ClassNetwork {
  /** Of all classes: what the head says, and their shares while they are divided by their sum. */
  private static final int ARRAYS = 4;

  private final DenseHead head;
  private final SegmentationConfig config;
  private final String headSha256;

  /** Takes over the head, and the manager, which holds the values of both. */
  VitClassNetwork(
      ModelInfo info,
      VisionTransformer backbone,
      FusedBlocks blocks,
      DenseHead head,
      SegmentationConfig config,
      String headSha256,
      NDManager manager,
      ComputeDevice device) {
    super(info, backbone, blocks, manager, device);
    this.head = head;
    this.config = config;
    this.headSha256 = headSha256;
  }

  @Override
  public SegmentationConfig head() {
    return config;
  }

  @Override
  public String headSha256() {
    return headSha256;
  }

  @Override
  public int sideMultiple() {
    return config.sideMultiple(info().patchSize());
  }

  @Override
  public float[] predict(float[] image, int height, int width) {
    return look(
        image,
        height,
        width,
        sideMultiple(),
        new Layers(head.taps(), true),
        taps -> head.predict(taps, height, width).softmax(1).toFloatArray());
  }

  @Override
  public long weightsMemory() {
    return super.weightsMemory() + Float.BYTES * head.network().parameterCount();
  }

  @Override
  public long workingMemory(int height, int width) {
    long seen =
        head.network() instanceof DptHead dpt
            ? workingMemory(dpt.config(), height, width)
            : super.workingMemory(height, width)
                + 2 * tapsMemory(head.taps().size(), height, width);
    return seen + (long) ARRAYS * Float.BYTES * config.classes().size() * height * width;
  }

  @Override
  public void close() {
    head.close();
    super.close();
  }
}

package org.gramscape.model;

import ai.djl.ndarray.NDManager;
import org.gramscape.model.dpt.DepthConfig;
import org.gramscape.model.dpt.DepthHead;
import org.gramscape.model.kernel.FusedBlocks;
import org.gramscape.model.vit.VisionTransformer;

/** Heights by a vision transformer and a DPT head. */
final class VitHeightNetwork extends VitModel implements HeightNetwork {
  private final DepthHead head;
  private final String headSha256;

  /** Takes over the head, and the manager, which holds the values of both. */
  VitHeightNetwork(
      ModelInfo info,
      VisionTransformer backbone,
      FusedBlocks blocks,
      DepthHead head,
      String headSha256,
      NDManager manager,
      ComputeDevice device) {
    super(info, backbone, blocks, manager, device);
    this.head = head;
    this.headSha256 = headSha256;
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
    return look(
        image,
        height,
        width,
        SIDE_MULTIPLE,
        new Layers(head.taps(), true),
        taps -> head.moments(taps).toFloatArray());
  }

  @Override
  public long workingMemory(int height, int width) {
    return workingMemory(head.network().config(), height, width);
  }

  @Override
  public long weightsMemory() {
    return super.weightsMemory() + Float.BYTES * head.network().parameterCount();
  }

  @Override
  public void close() {
    head.close();
    super.close();
  }
}

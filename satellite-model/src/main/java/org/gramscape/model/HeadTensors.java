package org.gramscape.model;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import org.gramscape.model.dense.DenseHead;
import org.gramscape.model.dense.HeadConfig;
import org.gramscape.model.kernel.FusedBlocks;
import org.gramscape.model.kernel.Torch;
import org.gramscape.model.vit.VisionTransformer;
import org.gramscape.model.vit.VitConfig;
import org.gramscape.model.weights.StateDict;

/**
 * A dense head in an open file.
 *
 * @param config what it is
 */
record HeadTensors(StateDict tensors, HeadConfig config) {

  /**
   * Makes a model of its parts.
   *
   * @param <H> the kind of head
   * @param <M> the kind of model
   */
  interface Join<H extends DenseHead, M> {
    /** Takes over the head, and the manager, which holds the values of all. */
    M join(VisionTransformer backbone, FusedBlocks blocks, H head, NDManager manager);
  }

  /**
   * Opens the head with a backbone; the caller closes it.
   *
   * @param head without values; it is closed if it does not come to a model
   * @throws UnusableWeightsException if it is for another backbone, or tensors are missing
   */
  <H extends DenseHead, M> M open(
      H head,
      ModelInfo info,
      ModelReader backbone,
      Precision precision,
      ComputeDevice device,
      Join<H, M> join)
      throws IOException {
    NDManager manager = Torch.newManager(device);
    try {
      VisionTransformer network = new VisionTransformer(fitting(info, backbone.architecture()));
      if (device.isGpu()) {
        tensors.load(head.network(), manager);
      } else {
        tensors.map(head.network(), manager);
      }
      FusedBlocks blocks = backbone.fuse(network, manager, precision);
      return join.join(network, blocks, head, manager);
    } catch (IOException | RuntimeException e) {
      head.close();
      manager.close();
      throw e;
    }
  }

  /** A head's convolutions have no 8-bit kernels. */
  static Precision ofHead(Precision precision) {
    return precision == Precision.INT8 ? Precision.BF16 : precision;
  }

  private VitConfig fitting(ModelInfo info, Architecture architecture)
      throws UnusableWeightsException {
    int last = config.taps().get(config.taps().size() - 1);
    if (architecture instanceof Architecture.Vit vit
        && vit.channels() == config.width()
        && vit.depth() > last) {
      return vit.config();
    }
    throw new UnusableWeightsException(
        "The head is for a ViT of %d channels and %d blocks or more, but %s is a %s of %d channels and %d layers. Pass the backbone that it was trained on with --model."
            .formatted(
                config.width(),
                last + 1,
                info.name(),
                architecture.name(),
                architecture.channels(),
                architecture.depth()));
  }
}

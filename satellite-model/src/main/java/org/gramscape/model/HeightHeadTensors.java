package org.gramscape.model;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import org.gramscape.model.dpt.DepthConfig;
import org.gramscape.model.dpt.DepthHead;
import org.gramscape.model.dpt.DptConfig;
import org.gramscape.model.kernel.FusedBlocks;
import org.gramscape.model.kernel.Torch;
import org.gramscape.model.vit.VisionTransformer;
import org.gramscape.model.vit.VitConfig;
import org.gramscape.model.weights.StateDict;
import org.gramscape.model.weights.WeightsFile;

/**
 * A head for heights in an open file.
 *
 * @param sha256 of the file
 */
record HeightHeadTensors(StateDict tensors, DepthConfig config, String sha256) {

  /**
   * The head in a file of its own.
   *
   * @param depth of its backbone, in blocks
   * @throws UnusableWeightsException if it holds none
   */
  static HeightHeadTensors of(WeightsFile file, int depth) throws IOException {
    StateDict tensors =
        StateDict.ofHead(file)
            .orElseThrow(
                () ->
                    new UnusableWeightsException(
                        "%s holds no DPT head: names as Meta's (reassemble_blocks...) or Hugging Face's (head.reassemble_stage...) expected."
                            .formatted(file.path())));
    tensors.verifyFinite();
    return new HeightHeadTensors(
        tensors, DepthConfig.ofShapes(tensors, depth), Digest.of(file.path()));
  }

  /**
   * Opens the head with a backbone; the caller closes it.
   *
   * @throws UnusableWeightsException if it is for another backbone, or tensors are missing
   */
  HeightNetwork open(
      ModelInfo info, ModelReader backbone, Precision precision, ComputeDevice device)
      throws IOException {
    VisionTransformer network = new VisionTransformer(fitting(info, backbone.architecture()));
    NDManager manager = Torch.newManager(device);
    // Its convolutions have no 8-bit kernels.
    DepthHead head = config.head(precision == Precision.INT8 ? Precision.BF16 : precision);
    try {
      if (device.isGpu()) {
        tensors.load(head.network(), manager);
      } else {
        tensors.map(head.network(), manager);
      }
      FusedBlocks blocks = backbone.fuse(network, manager, precision);
      return new VitHeightNetwork(info, network, blocks, head, sha256, manager, device);
    } catch (IOException | RuntimeException e) {
      head.network().close();
      manager.close();
      throw e;
    }
  }

  private VitConfig fitting(ModelInfo info, Architecture architecture)
      throws UnusableWeightsException {
    int width = config.network().width();
    int last = config.network().taps().get(DptConfig.LEVELS - 1);
    if (architecture instanceof Architecture.Vit vit
        && vit.channels() == width
        && vit.depth() > last) {
      return vit.config();
    }
    throw new UnusableWeightsException(
        "The head is for a ViT of %d channels and %d blocks or more, but %s is a %s of %d channels and %d layers. Pass the backbone that it was trained on with --model."
            .formatted(
                width,
                last + 1,
                info.name(),
                architecture.name(),
                architecture.channels(),
                architecture.depth()));
  }
}

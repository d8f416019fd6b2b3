package org.gramscape.model;

import ai.djl.ndarray.NDManager;
import org.gramscape.model.kernel.Torch;
import org.gramscape.model.vit.VisionTransformer;
import org.gramscape.model.vit.VitConfig;
import org.gramscape.model.vit.VitVariant;
import org.gramscape.model.weights.RandomWeights;

/** A released size with random weights: for measuring speed, not for maps. */
public final class RandomModel {
  private RandomModel() {}

  /** Opens one; the caller closes it. */
  public static FeatureExtractor open(VitVariant variant, Precision precision)
      throws UnusableWeightsException {
    VitConfig config = variant.config();
    VisionTransformer network = new VisionTransformer(config);
    NDManager manager = Torch.newManager();
    RandomWeights.fill(network, manager);
    ModelInfo info =
        new ModelInfo(
            variant.architecture() + " with random weights",
            variant.architecture(),
            network.parameterCount(),
            config.width(),
            config.depth(),
            config.patchSize(),
            ImageNormalisation.SAT_493M,
            0.6,
            false,
            "",
            "Random weights, part of Gramscape: Apache-2.0.");
    return ModelReader.extractor(info, network, manager, precision, ComputeDevice.CPU);
  }
}

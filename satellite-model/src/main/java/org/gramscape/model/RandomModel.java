package org.gramscape.model;

import ai.djl.ndarray.NDManager;
import org.gramscape.model.kernel.FusedBlocks;
import org.gramscape.model.kernel.Torch;
import org.gramscape.model.vit.VisionTransformer;
import org.gramscape.model.vit.VitConfig;
import org.gramscape.model.vit.VitVariant;
import org.gramscape.model.weights.RandomWeights;

/**
 * Networks with random weights: for measuring speed and as what training must beat, not for maps.
 */
public final class RandomModel {
  private RandomModel() {}

  /** Opens a released size; the caller closes it. */
  public static FeatureExtractor open(VitVariant variant, Precision precision) {
    return open(variant.config(), precision);
  }

  /** Opens a network of any shape; the caller closes it. */
  public static FeatureExtractor open(VitConfig config, Precision precision) {
    return open(config, ImageNormalisation.SAT_493M, 0.6, precision, ComputeDevice.CPU);
  }

  static FeatureExtractor open(
      VitConfig config,
      ImageNormalisation normalisation,
      double groundSampleDistance,
      Precision precision,
      ComputeDevice device) {
    VisionTransformer network = new VisionTransformer(config);
    NDManager manager = Torch.newManager(device);
    RandomWeights.fill(network, manager);
    String architecture = new Architecture.Vit(config).name();
    ModelInfo info =
        new ModelInfo(
            architecture + " with random weights",
            architecture,
            network.parameterCount(),
            config.width(),
            config.depth(),
            config.patchSize(),
            normalisation,
            groundSampleDistance,
            "",
            "Random weights, part of Gramscape: Apache-2.0.");
    return new VitFeatureExtractor(
        info, network, new FusedBlocks(network, precision), manager, device);
  }
}

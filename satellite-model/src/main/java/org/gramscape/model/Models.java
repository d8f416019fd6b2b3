package org.gramscape.model;

import ai.djl.ndarray.NDManager;
import org.gramscape.model.kernel.Torch;
import org.gramscape.model.vit.VisionTransformer;
import org.gramscape.model.vit.VitConfig;
import org.gramscape.model.weights.RandomWeights;

/** The models there are, by name. */
public final class Models {
  /** A small network with random weights, for trying things out. */
  public static final String UNTRAINED_TINY = "untrained-tiny";

  private static final VitConfig TINY = VitConfig.mlp(384, 3, 6);
  private static final long SEED = 20240814;

  private Models() {}

  /**
   * Opens a model; the caller closes it.
   *
   * @throws UnusableWeightsException if there is no such model
   */
  public static FeatureExtractor open(String name) throws UnusableWeightsException {
    if (!name.equals(UNTRAINED_TINY)) {
      throw new UnusableWeightsException(
          "There is no model '%s'. There are: %s.".formatted(name, UNTRAINED_TINY));
    }
    NDManager manager = Torch.newManager();
    VisionTransformer network = new VisionTransformer(TINY);
    RandomWeights.fill(network, manager, SEED);
    ModelInfo info =
        new ModelInfo(
            name,
            "untrained",
            network.parameterCount(),
            TINY.width(),
            TINY.depth(),
            TINY.patchSize(),
            ImageNormalisation.SAT_493M,
            0.6,
            false,
            "0".repeat(64),
            "Random weights; no licence needed.");
    return new VitFeatureExtractor(info, network, manager);
  }
}

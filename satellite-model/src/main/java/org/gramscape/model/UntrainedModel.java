package org.gramscape.model;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.gramscape.model.kernel.FusedBlocks;
import org.gramscape.model.kernel.Torch;
import org.gramscape.model.vit.VisionTransformer;
import org.gramscape.model.vit.VitConfig;
import org.gramscape.model.weights.RandomWeights;
import org.gramscape.model.weights.StateDict;

/**
 * The model that is there before any is imported: a small ViT with random weights, the same on
 * every machine. It shows that everything works; its maps are poor.
 */
final class UntrainedModel {
  static final String NAME = "untrained-tiny";

  private static final VitConfig CONFIG = VitConfig.mlp(384, 3, 6);

  static final Architecture ARCHITECTURE = new Architecture.Vit(CONFIG);

  /**
   * Heads know the model by a digest of these words, whatever else a configuration comes to say.
   */
  private static final String SHAPE =
      "VitConfig[width=384, depth=3, heads=6, feedForward=MLP, hiddenWidth=1536, patchSize=16,"
          + " registerTokens=4, qkvBias=true, maskKeyBias=true, untieClassNorm=false,"
          + " untieLocalClassNorm=false, layerNormEpsilon=1.0E-5, rope=RopeConfig[minPeriod=1.0,"
          + " maxPeriod=100.0, includesMaxPeriod=false, normalise=SEPARATE,"
          + " augmentation=RopeAugmentation[shift=0.0, jitter=1.0, rescale=1.0]]]";

  private UntrainedModel() {}

  static ModelInfo info() {
    String origin =
        "%s seed %d version %d".formatted(SHAPE, RandomWeights.SEED, RandomWeights.VERSION);
    byte[] digest = Digest.sha256().digest(origin.getBytes(StandardCharsets.UTF_8));
    return new ModelInfo(
        NAME,
        ARCHITECTURE.name(),
        new VisionTransformer(CONFIG).parameterCount(),
        CONFIG.width(),
        CONFIG.depth(),
        CONFIG.patchSize(),
        ImageNormalisation.SAT_493M,
        0.6,
        false,
        HexFormat.of().formatHex(digest),
        "Random weights, part of Gramscape: Apache-2.0.");
  }

  static void export(HuggingFaceExport export) throws IOException {
    try (NDManager manager = Torch.newManager()) {
      VisionTransformer network = new VisionTransformer(CONFIG);
      RandomWeights.fill(network, manager);
      export.write(ARCHITECTURE, StateDict.of(network), ModelFacts.of(info()));
    }
  }

  /** With values that the manager owns. */
  static VisionTransformer network(NDManager manager) {
    VisionTransformer network = new VisionTransformer(CONFIG);
    RandomWeights.fill(network, manager);
    return network;
  }

  static FeatureExtractor open(Precision precision, ComputeDevice device) {
    NDManager manager = Torch.newManager(device);
    VisionTransformer network = new VisionTransformer(CONFIG);
    RandomWeights.fill(network, manager);
    return new VitFeatureExtractor(
        info(), network, new FusedBlocks(network, precision), manager, device);
  }
}

package org.gramscape.model;

import java.io.IOException;
import java.nio.file.Path;
import org.gramscape.model.vit.RopeConfig;
import org.gramscape.model.vit.VisionTransformer;
import org.gramscape.model.vit.VitConfig;
import org.gramscape.model.weights.StateDict;
import org.gramscape.model.weights.StorageType;

/**
 * A backbone as training made it, to become a model.
 *
 * @param network with its values, which its owner goes on owning
 * @param normalisation of the training images
 * @param groundSampleDistance metres a pixel of the training images
 * @param licence what the weights may be used for, in a sentence
 */
public record TrainedBackbone(
    VisionTransformer network,
    ImageNormalisation normalisation,
    double groundSampleDistance,
    String licence) {

  /**
   * Writes a folder that Hugging Face's libraries and {@code --model} read; files of the same names
   * are replaced.
   *
   * @param type F32, BF16 or F16
   */
  public void export(Path folder, StorageType type) throws IOException {
    VitConfig trained = network.config();
    // What is random in training is no part of the model.
    VitConfig config =
        trained.toBuilder().rope(RopeConfig.ofBase(trained.rope().maxPeriod())).build();
    new HuggingFaceExport(folder, type, true)
        .write(
            new Architecture.Vit(config),
            StateDict.of(network),
            new ModelFacts(normalisation, groundSampleDistance, true, licence));
  }
}

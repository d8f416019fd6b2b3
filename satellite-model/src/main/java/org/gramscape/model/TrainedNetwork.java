package org.gramscape.model;

import java.io.IOException;
import java.nio.file.Path;
import org.gramscape.model.dense.DenseNetworks;
import org.gramscape.model.dense.HeadConfig;
import org.gramscape.model.layer.NamedBlock;
import org.gramscape.model.vit.RopeConfig;
import org.gramscape.model.vit.VisionTransformer;
import org.gramscape.model.vit.VitConfig;
import org.gramscape.model.weights.StateDict;
import org.gramscape.model.weights.StorageType;

/**
 * A backbone and a dense head as training made them, to become a model.
 *
 * @param backbone with its values, which its owner goes on owning, like the head's
 * @param config what the head is
 * @param normalisation of the training images
 * @param groundSampleDistance metres a pixel of the training images
 * @param licence what the weights may be used for, in a sentence
 */
public record TrainedNetwork(
    VisionTransformer backbone,
    NamedBlock head,
    HeadConfig config,
    ImageNormalisation normalisation,
    double groundSampleDistance,
    String licence) {

  /**
   * A running mean of a training.
   *
   * @param config what its heads are
   * @param isBest whether as it was when it was best, not as it is
   */
  public static TrainedNetwork of(
      DenseNetworks networks,
      HeadConfig config,
      boolean isBest,
      double groundSampleDistance,
      String licence) {
    return new TrainedNetwork(
        networks.backbone(isBest),
        networks.head(isBest).network(),
        config,
        networks.normalisation(),
        groundSampleDistance,
        licence);
  }

  /**
   * Writes a folder that {@code --model} takes, of heights as Hugging Face's libraries read CHMv2;
   * files of the same names are replaced.
   *
   * @param type F32, BF16 or F16
   */
  public void export(Path folder, StorageType type) throws IOException {
    VitConfig vit = backbone.config();
    // What is random in training is no part of the model.
    VitConfig plain = vit.toBuilder().rope(RopeConfig.ofBase(vit.rope().maxPeriod())).build();
    new HuggingFaceExport(folder, type, true)
        .write(
            new Architecture.Vit(plain),
            StateDict.of(backbone),
            config,
            StateDict.of(head),
            new ModelFacts(normalisation, groundSampleDistance, licence));
  }
}

package org.gramscape.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.gramscape.model.dpt.DepthConfig;
import org.gramscape.model.dpt.DepthHead;
import org.gramscape.model.vit.RopeConfig;
import org.gramscape.model.vit.VisionTransformer;
import org.gramscape.model.vit.VitConfig;
import org.gramscape.model.weights.StateDict;
import org.gramscape.model.weights.StorageType;

/**
 * A backbone and a head as training made them, to become a model for heights.
 *
 * @param backbone with its values, which its owner goes on owning, like the head's
 * @param normalisation of the training images
 * @param groundSampleDistance metres a pixel of the training images
 * @param trained whether the backbone was
 * @param licence what the weights may be used for, in a sentence
 */
public record TrainedHeights(
    VisionTransformer backbone,
    DepthHead head,
    ImageNormalisation normalisation,
    double groundSampleDistance,
    boolean trained,
    String licence) {

  /**
   * Writes a folder as Hugging Face's libraries read CHMv2, which {@code canopy-height --model}
   * takes; files of the same names are replaced.
   *
   * @param type F32, BF16 or F16
   */
  public void export(Path folder, StorageType type) throws IOException {
    VitConfig vit = backbone.config();
    // What is random in training is no part of the model.
    VitConfig config = vit.toBuilder().rope(RopeConfig.ofBase(vit.rope().maxPeriod())).build();
    new HuggingFaceExport(folder, type, true)
        .write(
            new Architecture.Vit(config),
            StateDict.of(backbone),
            new DepthConfig(head.network().config(), head.bins()),
            StateDict.of(head.network()),
            new ModelFacts(normalisation, groundSampleDistance, trained, licence));
  }

  /** Gives a network the values of another of the same shape, in memory of its own. */
  public static void copy(VisionTransformer from, VisionTransformer to, NDManager owner) {
    Map<String, Parameter> values = from.namedParameters();
    to.namedParameters()
        .forEach(
            (name, parameter) -> {
              NDArray own = values.get(name).getArray().duplicate();
              own.attach(owner);
              parameter.setArray(own);
            });
  }
}

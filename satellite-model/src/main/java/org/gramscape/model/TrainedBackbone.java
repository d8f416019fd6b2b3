package org.gramscape.model;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.gramscape.model.kernel.FusedBlocks;
import org.gramscape.model.kernel.Tensors;
import org.gramscape.model.kernel.Torch;
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
   * What it sees as it is now, in float32 on the CPU; the network may go on learning. The caller
   * closes it.
   */
  public FeatureExtractor features() {
    VitConfig config = network.config();
    VisionTransformer copy = new VisionTransformer(config);
    NDManager manager = Torch.newManager();
    Map<String, Parameter> values = network.namedParameters();
    Map<String, Shape> shapes = network.namedShapes();
    copy.namedParameters()
        .forEach(
            (name, parameter) ->
                parameter.setArray(
                    Tensors.of(
                        manager, values.get(name).getArray().toFloatArray(), shapes.get(name))));
    ModelInfo info =
        new ModelInfo(
            "in training",
            new Architecture.Vit(config).name(),
            network.parameterCount(),
            config.width(),
            config.depth(),
            config.patchSize(),
            normalisation,
            groundSampleDistance,
            "",
            licence);
    return new VitFeatureExtractor(
        info, copy, new FusedBlocks(copy, Precision.FP32), manager, ComputeDevice.CPU);
  }

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
            new ModelFacts(normalisation, groundSampleDistance, licence));
  }
}

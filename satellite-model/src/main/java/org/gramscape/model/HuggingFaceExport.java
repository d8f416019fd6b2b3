package org.gramscape.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gramscape.model.convnext.ConvNextConfig;
import org.gramscape.model.dense.HeadConfig;
import org.gramscape.model.vit.FeedForward;
import org.gramscape.model.vit.RopeConfig;
import org.gramscape.model.vit.VitConfig;
import org.gramscape.model.weights.StateDict;
import org.gramscape.model.weights.StorageType;

/**
 * Writes a folder as Hugging Face's libraries read it: weights, their configuration and how images
 * are prepared.
 */
final class HuggingFaceExport {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What Hugging Face's libraries take if not told otherwise. */
  private static final int IMAGE_SIZE = 224;

  /** Pillow's number for it. */
  private static final int BILINEAR = 2;

  /** The weights last: with them the folder is a model. */
  private static final List<String> FILES =
      List.of(ModelFiles.PROCESSOR, ModelFiles.CONFIG, ModelFiles.WEIGHTS);

  private final Path folder;
  private final StorageType type;
  private final boolean overwrite;

  HuggingFaceExport(Path folder, StorageType type, boolean overwrite) {
    this.folder = folder;
    this.type = type;
    this.overwrite = overwrite;
  }

  /**
   * Writes all files beside their places first, so that none is there without the others.
   *
   * @throws UnusableWeightsException if Hugging Face's network has no place for what it is
   */
  void write(Architecture architecture, StateDict weights, ModelFacts facts) throws IOException {
    ObjectNode config = config(architecture);
    boolean keyBias = config.path("key_bias").asBoolean();
    write(
        config, facts, (path, metadata) -> weights.saveHuggingFace(path, type, keyBias, metadata));
  }

  /** The same for a backbone with a dense head. */
  void write(
      Architecture.Vit architecture,
      StateDict weights,
      HeadConfig headConfig,
      StateDict head,
      ModelFacts facts)
      throws IOException {
    ObjectNode config = JSON.createObjectNode();
    ObjectNode backbone = config(architecture);
    config.set("backbone_config", backbone);
    headConfig.addTo(config);
    boolean keyBias = backbone.path("key_bias").asBoolean();
    write(
        config,
        facts,
        (path, metadata) -> weights.saveHuggingFace(path, head, type, keyBias, metadata));
  }

  private interface Tensors {
    void save(Path path, Map<String, String> metadata) throws IOException;
  }

  private void write(ObjectNode config, ModelFacts facts, Tensors tensors) throws IOException {
    for (String name : FILES) {
      if (Files.exists(folder.resolve(name)) && !overwrite) {
        throw new FileAlreadyExistsException(
            folder.resolve(name).toString(), null, "exists already; --overwrite replaces it");
      }
    }
    boolean isNew = !Files.exists(folder);
    Files.createDirectories(folder);
    try {
      Path beside = Files.createTempDirectory(folder, ".export");
      try {
        fill(beside, config, facts, tensors);
        for (String name : FILES) {
          Files.move(
              beside.resolve(name), folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
      } finally {
        for (String name : FILES) {
          Files.deleteIfExists(beside.resolve(name));
        }
        Files.delete(beside);
      }
    } finally {
      if (isNew && !Files.exists(folder.resolve(ModelFiles.WEIGHTS))) {
        Files.delete(folder);
      }
    }
  }

  private static void fill(Path folder, ObjectNode config, ModelFacts facts, Tensors tensors)
      throws IOException {
    Map<String, String> metadata = new HashMap<>(facts.toMetadata());
    metadata.put("format", "pt"); // Without it transformers refuses the file.
    tensors.save(folder.resolve(ModelFiles.WEIGHTS), metadata);
    ObjectWriter json = JSON.writerWithDefaultPrettyPrinter();
    json.writeValue(folder.resolve(ModelFiles.CONFIG).toFile(), config);
    json.writeValue(
        folder.resolve(ModelFiles.PROCESSOR).toFile(), processor(facts.normalisation()));
  }

  /** How images become tensors: 8-bit samples to [0, 1], then normalised. */
  private static ObjectNode processor(ImageNormalisation normalisation) {
    ObjectNode processor =
        JSON.createObjectNode()
            .put("image_processor_type", "DINOv3ViTImageProcessorFast")
            .put("do_rescale", true)
            .put("rescale_factor", 1 / 255.0)
            .put("do_normalize", true)
            .put("do_resize", true)
            .put("resample", BILINEAR);
    processor.putObject("size").put("height", IMAGE_SIZE).put("width", IMAGE_SIZE);
    processor.set("image_mean", JSON.valueToTree(normalisation.mean()));
    processor.set("image_std", JSON.valueToTree(normalisation.standardDeviation()));
    return processor;
  }

  private ObjectNode config(Architecture architecture) throws UnusableWeightsException {
    ObjectNode config =
        architecture instanceof Architecture.Vit vit
            ? config(vit.config())
            : config(((Architecture.ConvNext) architecture).config());
    return config
        .put("drop_path_rate", 0.0)
        .put("image_size", IMAGE_SIZE)
        .put("initializer_range", 0.02)
        .put(
            "torch_dtype",
            switch (type) {
              case BF16 -> "bfloat16";
              case F16 -> "float16";
              default -> "float32";
            });
  }

  private static ObjectNode config(VitConfig vit) throws UnusableWeightsException {
    RopeConfig rope = vit.rope();
    if (vit.untieClassNorm() || !rope.equals(RopeConfig.ofBase(rope.maxPeriod()))) {
      throw new UnusableWeightsException(
          "Hugging Face's DINOv3 has no cls_norm and only RoPE periods by a base; this model has"
              + " others. It can't be exported.");
    }
    boolean swiglu = vit.feedForward() == FeedForward.SWIGLU;
    ObjectNode config = JSON.createObjectNode().put("model_type", "dinov3_vit");
    config.putArray("architectures").add("DINOv3ViTModel");
    return config
        .put("attention_dropout", 0.0)
        .put("hidden_act", swiglu ? "silu" : "gelu")
        .put("hidden_size", vit.width())
        .put("intermediate_size", vit.hiddenWidth())
        .put("key_bias", vit.qkvBias() && !vit.maskKeyBias())
        .put("layer_norm_eps", vit.layerNormEpsilon())
        .put("layerscale_value", 1.0)
        .put("mlp_bias", true)
        .put("num_attention_heads", vit.heads())
        .put("num_channels", vit.bands())
        .put("num_hidden_layers", vit.depth())
        .put("num_register_tokens", vit.registerTokens())
        .put("patch_size", vit.patchSize())
        .putNull("pos_embed_jitter")
        .put("pos_embed_rescale", 2.0)
        .putNull("pos_embed_shift")
        .put("proj_bias", true)
        .put("query_bias", vit.qkvBias())
        .put("rope_theta", rope.maxPeriod())
        .put("use_gated_mlp", swiglu)
        .put("value_bias", vit.qkvBias());
  }

  private static ObjectNode config(ConvNextConfig convNext) {
    ObjectNode config = JSON.createObjectNode().put("model_type", "dinov3_convnext");
    config.putArray("architectures").add("DINOv3ConvNextModel");
    config.set("depths", JSON.valueToTree(convNext.depths()));
    config.set("hidden_sizes", JSON.valueToTree(convNext.widths()));
    return config
        .put("hidden_act", "gelu")
        .put("layer_norm_eps", convNext.layerNormEpsilon())
        .put("layer_scale_init_value", 1e-6)
        .put("num_channels", 3);
  }
}

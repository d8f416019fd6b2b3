package org.gramscape.model;

import com.fasterxml.jackson.databind.ObjectMapper;
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
import org.gramscape.model.vit.FeedForward;
import org.gramscape.model.vit.RopeConfig;
import org.gramscape.model.vit.VitConfig;
import org.gramscape.model.weights.StateDict;
import org.gramscape.model.weights.StorageType;

/** Writes a folder as Hugging Face's libraries read it: weights and their configuration. */
final class HuggingFaceExport {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final StorageType type;
  private final boolean overwrite;

  HuggingFaceExport(Path folder, StorageType type, boolean overwrite) {
    this.folder = folder;
    this.type = type;
    this.overwrite = overwrite;
  }

  /**
   * Writes both files beside their places first, so that neither is there without the other.
   *
   * @throws UnusableWeightsException if Hugging Face's network has no place for what it is
   */
  void write(Architecture architecture, StateDict weights, ModelFacts facts) throws IOException {
    ObjectNode config = config(architecture);
    boolean keyBias = config.path("key_bias").asBoolean();
    for (String name : List.of(ModelFiles.WEIGHTS, ModelFiles.CONFIG)) {
      if (Files.exists(folder.resolve(name)) && !overwrite) {
        throw new FileAlreadyExistsException(
            folder.resolve(name).toString(), null, "exists already; --overwrite replaces it");
      }
    }
    boolean isNew = !Files.exists(folder);
    Files.createDirectories(folder);
    Path beside = Files.createTempDirectory(folder, ".export");
    try {
      Map<String, String> metadata = new HashMap<>(facts.toMetadata());
      metadata.put("format", "pt"); // Without it transformers refuses the file.
      weights.saveHuggingFace(beside.resolve(ModelFiles.WEIGHTS), type, keyBias, metadata);
      Path configFile = beside.resolve(ModelFiles.CONFIG);
      JSON.writerWithDefaultPrettyPrinter().writeValue(configFile.toFile(), config);
      for (String name : List.of(ModelFiles.CONFIG, ModelFiles.WEIGHTS)) {
        Files.move(beside.resolve(name), folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      for (String name : List.of(ModelFiles.WEIGHTS, ModelFiles.CONFIG)) {
        Files.deleteIfExists(beside.resolve(name));
      }
      Files.delete(beside);
      if (isNew && !Files.exists(folder.resolve(ModelFiles.WEIGHTS))) {
        Files.delete(folder);
      }
    }
  }

  private ObjectNode config(Architecture architecture) throws UnusableWeightsException {
    ObjectNode config =
        architecture instanceof Architecture.Vit vit
            ? config(vit.config())
            : config(((Architecture.ConvNext) architecture).config());
    return config
        .put("drop_path_rate", 0.0)
        .put("image_size", 224)
        .put("initializer_range", 0.02)
        .put("num_channels", 3)
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
          "Hugging Face's DINOv3 has no cls_norm and only RoPE periods by a base; this model has others. It can't be exported.");
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
        .put("layer_scale_init_value", 1e-6);
  }
}

package org.gramscape.model;

import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gramscape.model.convnext.ConvNextConfig;
import org.gramscape.model.vit.FeedForward;
import org.gramscape.model.vit.RopeConfig;
import org.gramscape.model.vit.VitConfig;
import org.gramscape.model.vit.VitVariant;
import org.gramscape.model.weights.StateDict;
import org.gramscape.model.weights.WeightsFormatException;

/** Which network a set of weights belongs to. */
public sealed interface Architecture {

  /** A released size's name, or one made of its measures. */
  String name();

  /** Length of a feature vector of the last layer. */
  int channels();

  /** Blocks (ViT) or stages (ConvNeXt). */
  int depth();

  record Vit(VitConfig config) implements Architecture {
    @Override
    public String name() {
      return VitVariant.of(config)
          .map(VitVariant::architecture)
          .orElse("vit_%dx%d".formatted(config.depth(), config.width()));
    }

    @Override
    public int channels() {
      return config.width();
    }

    @Override
    public int depth() {
      return config.depth();
    }
  }

  record ConvNext(ConvNextConfig config) implements Architecture {
    @Override
    public String name() {
      return config.architecture().orElse("convnext_" + config.widths().get(0));
    }

    @Override
    public int channels() {
      return config.widths().get(ConvNextConfig.STAGES - 1);
    }

    @Override
    public int depth() {
      return ConvNextConfig.STAGES;
    }
  }

  /**
   * The network that the tensors' shapes tell of.
   *
   * <p>Shapes don't say the width of an attention head. Meta's files have it in their RoPE periods;
   * for others it is 64, as in every release but the 7B model's, where it is 128.
   *
   * @throws WeightsFormatException if the shapes make no network
   */
  static Architecture ofShapes(StateDict weights) throws WeightsFormatException {
    try {
      return weights.contains("cls_token") ? vitOfShapes(weights) : convNextOfShapes(weights);
    } catch (IllegalArgumentException e) {
      throw new WeightsFormatException(
          "The tensors' shapes make no DINOv3 backbone (%s). Put the model's config.json beside the file."
              .formatted(e.getMessage()),
          e);
    }
  }

  /**
   * The network that a Hugging Face {@code config.json} describes.
   *
   * @throws WeightsFormatException if it is for another family, or lacks a field
   */
  static Architecture ofHuggingFace(JsonNode json, StateDict weights)
      throws WeightsFormatException {
    String type = json.path("model_type").asText();
    try {
      return switch (type) {
        case "dinov3_vit" -> vitOfHuggingFace(json, weights);
        case "dinov3_convnext" ->
            new ConvNext(
                new ConvNextConfig(
                    integers(json, "depths"),
                    integers(json, "hidden_sizes"),
                    json.path("layer_norm_eps").asDouble(1e-6)));
        default ->
            throw new WeightsFormatException(
                "config.json has the model_type '"
                    + type
                    + "'; dinov3_vit or dinov3_convnext expected.");
      };
    } catch (IllegalArgumentException e) {
      throw new WeightsFormatException("config.json makes no network: " + e.getMessage() + ".", e);
    }
  }

  private static Vit vitOfShapes(StateDict weights) {
    int width = side(weights, "cls_token", 2);
    int depth = count(weights, "blocks.", ".norm1.weight");
    Shape periods = weights.shape("rope_embed.periods");
    int headWidth = periods != null ? 4 * (int) periods.get(0) : width == 4096 ? 128 : 64;
    boolean swiglu = weights.contains("blocks.0.mlp.w1.weight");
    boolean qkvBias = weights.contains("blocks.0.attn.qkv.bias");
    boolean meta = periods != null;
    boolean maskKeyBias = !meta || weights.contains("blocks.0.attn.qkv.bias_mask");
    return new Vit(
        new VitConfig.Builder(width, depth, width / headWidth)
            .feedForward(
                swiglu ? FeedForward.SWIGLU : FeedForward.MLP,
                side(weights, swiglu ? "blocks.0.mlp.w1.weight" : "blocks.0.mlp.fc1.weight", 0))
            .patchSize(side(weights, "patch_embed.proj.weight", 2))
            .registerTokens(side(weights, "storage_tokens", 1))
            .qkvBias(qkvBias, qkvBias && maskKeyBias)
            .untieClassNorm(weights.contains("cls_norm.weight"))
            .untieLocalClassNorm(weights.contains("local_cls_norm.weight"))
            .bands(side(weights, "patch_embed.proj.weight", 1))
            .build());
  }

  private static ConvNext convNextOfShapes(StateDict weights) {
    List<Integer> depths = new ArrayList<>();
    List<Integer> widths = new ArrayList<>();
    for (int i = 0; i < ConvNextConfig.STAGES; i++) {
      depths.add(count(weights, "stages." + i + ".", ".gamma"));
      widths.add(side(weights, "stages." + i + ".0.gamma", 0));
    }
    return new ConvNext(ConvNextConfig.of(depths, widths));
  }

  private static Vit vitOfHuggingFace(JsonNode json, StateDict weights) {
    boolean gated = json.path("use_gated_mlp").asBoolean(false);
    boolean qkvBias = json.path("query_bias").asBoolean(true);
    return new Vit(
        new VitConfig.Builder(
                integer(json, "hidden_size"),
                integer(json, "num_hidden_layers"),
                integer(json, "num_attention_heads"))
            .feedForward(
                gated ? FeedForward.SWIGLU : FeedForward.MLP, integer(json, "intermediate_size"))
            .patchSize(integer(json, "patch_size"))
            .registerTokens(integer(json, "num_register_tokens"))
            .qkvBias(qkvBias, qkvBias && !json.path("key_bias").asBoolean(false))
            .untieLocalClassNorm(weights.contains("local_cls_norm.weight"))
            .bands(side(weights, "patch_embed.proj.weight", 1))
            .layerNormEpsilon(json.path("layer_norm_eps").asDouble(1e-5))
            .rope(RopeConfig.ofBase(json.path("rope_theta").asDouble(100)))
            .build());
  }

  private static int integer(JsonNode json, String field) {
    return Optional.of(json.path(field))
        .filter(JsonNode::canConvertToInt)
        .map(JsonNode::asInt)
        .orElseThrow(() -> new IllegalArgumentException("it lacks the number '" + field + "'"));
  }

  private static List<Integer> integers(JsonNode json, String field) {
    List<Integer> values = new ArrayList<>();
    json.path(field).forEach(value -> values.add(value.asInt()));
    return values;
  }

  private static int side(StateDict weights, String name, int axis) {
    Shape shape = weights.shape(name);
    if (shape == null || shape.dimension() <= axis) {
      throw new IllegalArgumentException("there is no " + name + " with " + (axis + 1) + " axes");
    }
    return Math.toIntExact(shape.get(axis));
  }

  private static int count(StateDict weights, String prefix, String suffix) {
    int count = 0;
    while (weights.contains(prefix + count + suffix)) {
      count++;
    }
    return count;
  }
}

package org.gramscape.model.weights;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hugging Face's names of tensors beside Meta's, which are the canonical ones here.
 *
 * <p>In a row, {@code #} is a number and {@code *} the rest of the name.
 */
enum KeyMap {
  VIT_MLP(
      row("cls_token", "embeddings.cls_token"),
      row("mask_token", "embeddings.mask_token"),
      row("storage_tokens", "embeddings.register_tokens"),
      row("patch_embed.proj.*", "embeddings.patch_embeddings.*"),
      row("blocks.#.attn.proj.*", "layer.#.attention.o_proj.*"),
      row("blocks.#.attn.*", "layer.#.attention.*"),
      row("blocks.#.ls#.gamma", "layer.#.layer_scale#.lambda1"),
      row("blocks.#.mlp.fc1.*", "layer.#.mlp.up_proj.*"),
      row("blocks.#.mlp.fc2.*", "layer.#.mlp.down_proj.*"),
      row("blocks.#.norm#.*", "layer.#.norm#.*"),
      row("norm.*", "norm.*")),
  VIT_SWIGLU(
      row("cls_token", "embeddings.cls_token"),
      row("mask_token", "embeddings.mask_token"),
      row("storage_tokens", "embeddings.register_tokens"),
      row("patch_embed.proj.*", "embeddings.patch_embeddings.*"),
      row("blocks.#.attn.proj.*", "layer.#.attention.o_proj.*"),
      row("blocks.#.attn.*", "layer.#.attention.*"),
      row("blocks.#.ls#.gamma", "layer.#.layer_scale#.lambda1"),
      row("blocks.#.mlp.w1.*", "layer.#.mlp.gate_proj.*"),
      row("blocks.#.mlp.w2.*", "layer.#.mlp.up_proj.*"),
      row("blocks.#.mlp.w3.*", "layer.#.mlp.down_proj.*"),
      row("blocks.#.norm#.*", "layer.#.norm#.*"),
      row("norm.*", "norm.*")),
  CONVNEXT(
      row("downsample_layers.#.#.*", "stages.#.downsample_layers.#.*"),
      row("stages.#.#.dwconv.*", "stages.#.layers.#.depthwise_conv.*"),
      row("stages.#.#.norm.*", "stages.#.layers.#.layer_norm.*"),
      row("stages.#.#.pwconv#.*", "stages.#.layers.#.pointwise_conv#.*"),
      row("stages.#.#.gamma", "stages.#.layers.#.gamma"),
      row("norm.*", "layer_norm.*"));

  private final List<Row> rows;

  KeyMap(Row... rows) {
    this.rows = List.of(rows);
  }

  /** Meta's name for Hugging Face's, or nothing if it is none of theirs. */
  Optional<String> toCanonical(String huggingFace) {
    return rows.stream()
        .flatMap(r -> translate(huggingFace, r.huggingFace(), r.canonical()).stream())
        .findFirst();
  }

  /** Hugging Face's name for Meta's, or nothing if they have none. */
  Optional<String> toHuggingFace(String canonical) {
    return rows.stream()
        .flatMap(r -> translate(canonical, r.canonical(), r.huggingFace()).stream())
        .findFirst();
  }

  private static Optional<String> translate(String name, String from, String to) {
    String regex = Pattern.quote(from).replace("#", "\\E(\\d+)\\Q").replace("*", "\\E(.*)\\Q");
    Matcher matcher = Pattern.compile(regex).matcher(name);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    StringBuilder result = new StringBuilder();
    int group = 0;
    for (char c : to.toCharArray()) {
      if (c == '#' || c == '*') {
        result.append(matcher.group(++group));
      } else {
        result.append(c);
      }
    }
    return Optional.of(result.toString());
  }

  private static Row row(String canonical, String huggingFace) {
    return new Row(canonical, huggingFace);
  }

  private record Row(String canonical, String huggingFace) {}
}

package org.gramscape.model.weights;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Another library's names of tensors beside Meta's, which are the canonical ones here.
 *
 * <p>In a row, {@code #} is a number and {@code *} the rest of the name. Names that both have alike
 * need no row where the library has all of Meta's.
 */
enum KeyMap {
  HUGGING_FACE_MLP(
      Rows.HUGGING_FACE_VIT,
      row("blocks.#.mlp.fc1.*", "layer.#.mlp.up_proj.*"),
      row("blocks.#.mlp.fc2.*", "layer.#.mlp.down_proj.*")),
  HUGGING_FACE_SWIGLU(
      Rows.HUGGING_FACE_VIT,
      row("blocks.#.mlp.w1.*", "layer.#.mlp.gate_proj.*"),
      row("blocks.#.mlp.w2.*", "layer.#.mlp.up_proj.*"),
      row("blocks.#.mlp.w3.*", "layer.#.mlp.down_proj.*")),
  HUGGING_FACE_CONVNEXT(
      List.of(
          row("downsample_layers.#.#.*", "stages.#.downsample_layers.#.*"),
          row("stages.#.#.dwconv.*", "stages.#.layers.#.depthwise_conv.*"),
          row("stages.#.#.norm.*", "stages.#.layers.#.layer_norm.*"),
          row("stages.#.#.pwconv#.*", "stages.#.layers.#.pointwise_conv#.*"),
          row("stages.#.#.gamma", "stages.#.layers.#.gamma"),
          row("norm.*", "layer_norm.*"))),
  HUGGING_FACE_DPT(
      List.of(
          row("reassemble_blocks.projects.#.conv.*", "head.reassemble_stage.layers.#.projection.*"),
          row("reassemble_blocks.resize_layers.#.*", "head.reassemble_stage.layers.#.resize.*"),
          row(
              "reassemble_blocks.readout_projects.#.0.*",
              "head.reassemble_stage.readout_projects.#.0.*"),
          row(
              "reassemble_blocks.batchnorm_layers.#.*",
              "head.reassemble_stage.layers.#.batchnorm.*"),
          row("convs.#.conv.*", "head.convs.#.*"),
          row(
              "fusion_blocks.#.res_conv_unit#.conv#.conv.*",
              "head.fusion_layers.#.residual_layer#.convolution#.*"),
          row("fusion_blocks.#.project.conv.*", "head.fusion_layers.#.projection.*"),
          row("project.conv.*", "head.project.*"),
          row("conv_depth.head.#.*", "head.conv_depth.head.#.*"))),
  TIMM_MLP(Rows.TIMM_VIT),
  TIMM_SWIGLU(
      Rows.TIMM_VIT,
      row("blocks.#.mlp.w1.*", "blocks.#.mlp.fc1_g.*"),
      row("blocks.#.mlp.w2.*", "blocks.#.mlp.fc1_x.*"),
      row("blocks.#.mlp.w3.*", "blocks.#.mlp.fc2.*")),
  TIMM_CONVNEXT(
      List.of(
          row("downsample_layers.0.#.*", "stem.#.*"),
          row("downsample_layers.#.#.*", "stages.#.downsample.#.*"),
          row("stages.#.#.dwconv.*", "stages.#.blocks.#.conv_dw.*"),
          row("stages.#.#.norm.*", "stages.#.blocks.#.norm.*"),
          row("stages.#.#.pwconv#.*", "stages.#.blocks.#.mlp.fc#.*"),
          row("stages.#.#.gamma", "stages.#.blocks.#.gamma"),
          row("norm.*", "head.norm.*")));

  private final List<Row> rows;

  KeyMap(List<Row> common, Row... rows) {
    this.rows = Stream.concat(common.stream(), Stream.of(rows)).toList();
  }

  /** Meta's name for the library's, or nothing if there is no row. */
  Optional<String> toCanonical(String foreign) {
    return rows.stream()
        .flatMap(r -> translate(foreign, r.foreign(), r.canonical()).stream())
        .findFirst();
  }

  /** The library's name for Meta's, or nothing if there is no row. */
  Optional<String> ofCanonical(String canonical) {
    return rows.stream()
        .flatMap(r -> translate(canonical, r.canonical(), r.foreign()).stream())
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

  private static Row row(String canonical, String foreign) {
    return new Row(canonical, foreign);
  }

  private record Row(String canonical, String foreign) {}

  /** What vision transformers share, whatever their feed-forward part is. */
  private static final class Rows {
    static final List<Row> HUGGING_FACE_VIT =
        List.of(
            row("cls_token", "embeddings.cls_token"),
            row("mask_token", "embeddings.mask_token"),
            row("storage_tokens", "embeddings.register_tokens"),
            row("patch_embed.proj.*", "embeddings.patch_embeddings.*"),
            row("blocks.#.attn.proj.*", "layer.#.attention.o_proj.*"),
            row("blocks.#.attn.*", "layer.#.attention.*"),
            row("blocks.#.ls#.gamma", "layer.#.layer_scale#.lambda1"),
            row("blocks.#.norm#.*", "layer.#.norm#.*"),
            row("norm.*", "norm.*"));

    static final List<Row> TIMM_VIT =
        List.of(row("storage_tokens", "reg_token"), row("blocks.#.ls#.gamma", "blocks.#.gamma_#"));
  }
}

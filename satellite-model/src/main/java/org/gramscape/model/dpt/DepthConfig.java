package org.gramscape.model.dpt;

import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.gramscape.model.Precision;
import org.gramscape.model.dense.HeadConfig;
import org.gramscape.model.dpt.DepthBins.Spacing;
import org.gramscape.model.dpt.DepthBins.Weighting;
import org.gramscape.model.weights.StateDict;
import org.gramscape.model.weights.WeightsFile;
import org.gramscape.model.weights.WeightsFormatException;

/** What a {@link DepthHead} is, as files say it. */
public record DepthConfig(DptConfig network, DepthBins bins) implements HeadConfig {
  /** As Hugging Face's {@code config.json} calls such models. */
  public static final String MODEL_TYPE = "chmv2";

  private static final String CHMV2 = "chmv2_mixlog";

  /** CHMv2's mixture is of an eighth of the range, and eight times that when read. */
  private static final double MIXTURE_SCALE = 8;

  /**
   * The head that tensors' shapes tell of: with batch norms the ViT-7B's depth head, else CHMv2's,
   * but for its sizes. Taps and bins show in no shape, so they are theirs.
   *
   * @param depth of the backbone, in blocks
   * @throws WeightsFormatException if the shapes make no head
   */
  public static DepthConfig ofShapes(StateDict head, int depth) throws WeightsFormatException {
    boolean batchNorm = head.contains("reassemble_blocks.batchnorm_layers.0.weight");
    int outputs = side(head, "conv_depth.head.4.weight", 0);
    // Whether the backbone has as many blocks is for whoever joins the two.
    List<Integer> taps = DptConfig.quarters(Math.max(depth, DptConfig.LEVELS));
    DptConfig network = network(head, taps, outputs);
    return new DepthConfig(
        network,
        batchNorm
            ? new DepthBins(outputs, 0.001, 100, Spacing.LINEAR, Weighting.LINEAR, 1)
            : new DepthBins(outputs, 0.001, 12, Spacing.MIXLOG, Weighting.RELU, MIXTURE_SCALE));
  }

  /**
   * Whether a file of weights holds such a head.
   *
   * @throws WeightsFormatException if it holds no weights
   */
  public static boolean isHead(Path file) throws IOException {
    try (WeightsFile weights = WeightsFile.open(file)) {
      return StateDict.ofHead(weights).isPresent();
    }
  }

  private static DptConfig network(StateDict head, List<Integer> taps, int outputs)
      throws WeightsFormatException {
    List<Integer> levels = new ArrayList<>();
    for (int i = 0; i < DptConfig.LEVELS; i++) {
      levels.add(side(head, "reassemble_blocks.projects." + i + ".conv.weight", 0));
    }
    try {
      return new DptConfig(
          taps,
          side(head, "reassemble_blocks.projects.0.conv.weight", 1),
          head.contains("reassemble_blocks.readout_projects.0.0.weight"),
          head.contains("reassemble_blocks.batchnorm_layers.0.weight"),
          levels,
          side(head, "convs.0.conv.weight", 0),
          head.contains("fusion_blocks.0.res_conv_unit2.conv1.conv.bias"),
          head.contains("project.conv.weight"),
          side(head, "conv_depth.head.2.weight", 0),
          outputs);
    } catch (IllegalArgumentException e) {
      throw new WeightsFormatException(
          "The tensors' shapes make no DPT head: " + e.getMessage() + ".", e);
    }
  }

  private static int side(StateDict head, String name, int axis) throws WeightsFormatException {
    Shape shape = head.shape(name);
    if (shape == null || shape.dimension() <= axis) {
      throw new WeightsFormatException(
          "The tensors make no DPT head: there is no %s with %d axes. A head as CHMv2's expected."
              .formatted(name, axis + 1));
    }
    return Math.toIntExact(shape.get(axis));
  }

  /**
   * The head that tensors' shapes and a Hugging Face {@code config.json} of the type {@value
   * #MODEL_TYPE} tell of.
   *
   * @throws WeightsFormatException if it lacks a field, or has a value that is not known
   */
  public static DepthConfig ofHuggingFace(JsonNode json, StateDict head)
      throws WeightsFormatException {
    List<Integer> taps = new ArrayList<>();
    // Counted there from what goes into the first block.
    json.at("/backbone_config/out_indices").forEach(index -> taps.add(index.asInt() - 1));
    int outputs = json.path("number_output_channels").asInt(256);
    String bins = json.path("bins_strategy").asText(CHMV2);
    String norm = json.path("norm_strategy").asText(CHMV2);
    double most = json.path("max_depth").asDouble(96);
    boolean mixed = bins.equals(CHMV2);
    try {
      return new DepthConfig(
          network(head, taps, outputs),
          new DepthBins(
              outputs,
              json.path("min_depth").asDouble(0.001),
              mixed ? most / MIXTURE_SCALE : most,
              mixed ? Spacing.MIXLOG : Spacing.valueOf(bins.toUpperCase(Locale.ROOT)),
              norm.equals(CHMV2)
                  ? Weighting.RELU
                  : Weighting.valueOf(norm.toUpperCase(Locale.ROOT)),
              norm.equals(CHMV2) ? MIXTURE_SCALE : 1));
    } catch (IllegalArgumentException e) {
      throw new WeightsFormatException(
          "config.json makes no head for heights: " + e.getMessage() + ".", e);
    }
  }

  @Override
  public List<Integer> taps() {
    return network.taps();
  }

  @Override
  public int width() {
    return network.width();
  }

  /** Adds what {@link #ofHuggingFace} reads. */
  @Override
  public void addTo(ObjectNode json) {
    boolean mixed = bins.spacing() == Spacing.MIXLOG;
    json.put("model_type", MODEL_TYPE);
    json.putArray("architectures").add("CHMv2ForDepthEstimation");
    ObjectNode backbone = json.withObject("/backbone_config");
    backbone.put("apply_layernorm", true);
    backbone.put("reshape_hidden_states", true);
    backbone.put("return_class_token", true);
    network.taps().forEach(tap -> backbone.withArray("/out_indices").add(tap + 1));
    network.levels().forEach(level -> json.withArray("/post_process_channels").add(level));
    json.put("patch_size", backbone.path("patch_size").asInt())
        .put("fusion_hidden_size", network.channels())
        .put("head_hidden_size", network.hidden())
        .put("number_output_channels", network.outputs())
        .put("readout_type", network.readClass() ? "project" : "ignore")
        .put("min_depth", bins.least())
        .put("max_depth", mixed ? bins.most() * MIXTURE_SCALE : bins.most())
        .put("bins_strategy", mixed ? CHMV2 : bins.spacing().name().toLowerCase(Locale.ROOT))
        .put(
            "norm_strategy",
            bins.weighting() == Weighting.RELU
                ? CHMV2
                : bins.weighting().name().toLowerCase(Locale.ROOT));
  }

  /** The highest height that it can say, in metres. */
  public double highest() {
    return bins.most() * bins.scale();
  }

  /** A head without values. */
  public DepthHead head(Precision precision) {
    return new DepthHead(new DptHead(network, precision), bins);
  }
}

package org.gramscape.model.dpt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gramscape.model.Precision;
import org.gramscape.model.kernel.Script;
import org.gramscape.model.kernel.Torch;
import org.gramscape.model.layer.NamedBlock;
import org.gramscape.model.vit.VitFeatures;

/**
 * Makes the tokens of four of a backbone's blocks into one dense prediction: each becomes an image
 * of a resolution of its own, and coarse ones are joined to finer ones (Ranftl et al. 2021, "Vision
 * Transformers for Dense Prediction"; as CHMv2 has it, arXiv 2603.06382).
 *
 * <p>Of {@code rows x columns} patches it makes {@code 32 ceil(rows / 2) x 32 ceil(columns / 2)}
 * pixels: an image's own, if its sides are multiples of 32. All of it is one call into libtorch,
 * through which gradients follow. Parameters have the names of Meta's files.
 */
public final class DptHead extends NamedBlock implements AutoCloseable {
  /** Places of a level's parameters, and of a join's, in the script's list. */
  private static final List<String> LEVEL =
      List.of(
          "reassemble_blocks.projects.#.conv.weight",
          "reassemble_blocks.projects.#.conv.bias",
          "reassemble_blocks.resize_layers.#.weight",
          "reassemble_blocks.resize_layers.#.bias",
          "reassemble_blocks.readout_projects.#.0.weight",
          "reassemble_blocks.readout_projects.#.0.bias",
          "reassemble_blocks.batchnorm_layers.#.weight",
          "reassemble_blocks.batchnorm_layers.#.bias",
          "reassemble_blocks.batchnorm_layers.#.running_mean",
          "reassemble_blocks.batchnorm_layers.#.running_var",
          "convs.#.conv.weight");

  private static final List<String> JOIN =
      List.of(
          "fusion_blocks.#.res_conv_unit1.conv1.conv.weight",
          "fusion_blocks.#.res_conv_unit1.conv1.conv.bias",
          "fusion_blocks.#.res_conv_unit1.conv2.conv.weight",
          "fusion_blocks.#.res_conv_unit1.conv2.conv.bias",
          "fusion_blocks.#.res_conv_unit2.conv1.conv.weight",
          "fusion_blocks.#.res_conv_unit2.conv1.conv.bias",
          "fusion_blocks.#.res_conv_unit2.conv2.conv.weight",
          "fusion_blocks.#.res_conv_unit2.conv2.conv.bias",
          "fusion_blocks.#.project.conv.weight",
          "fusion_blocks.#.project.conv.bias");

  private static final List<String> END =
      List.of(
          "project.conv.weight",
          "project.conv.bias",
          "conv_depth.head.0.weight",
          "conv_depth.head.0.bias",
          "conv_depth.head.2.weight",
          "conv_depth.head.2.bias",
          "conv_depth.head.4.weight",
          "conv_depth.head.4.bias");

  private final DptConfig config;
  private final NDManager manager = Torch.newManager();
  private final Script script;
  private final NDArray none;

  /** A head without values that computes in float32. */
  public DptHead(DptConfig config) {
    this(config, Precision.FP32);
  }

  /**
   * A head without values.
   *
   * @param precision of products; {@link Precision#FP32} or {@link Precision#BF16}
   */
  public DptHead(DptConfig config, Precision precision) {
    if (precision == Precision.INT8) {
      throw new IllegalArgumentException("a DPT head in INT8; FP32 or BF16 expected");
    }
    this.config = config;
    none = manager.create(new Shape(0));
    script =
        new Script(
            manager,
            DptHead.class,
            "dpt.py.txt",
            Map.of(
                "READOUT",
                config.readClass() ? "True" : "False",
                "NORM",
                config.batchNorm() ? "True" : "False",
                "PROJECT",
                config.projection() ? "True" : "False",
                "DTYPE",
                precision == Precision.BF16 ? "15" : "6"));
    define();
  }

  private void define() {
    int channels = config.channels();
    int width = config.width();
    for (int i = 0; i < DptConfig.LEVELS; i++) {
      String blocks = "reassemble_blocks.";
      int level = config.levels().get(i);
      convolution(blocks + "projects." + i + ".conv", level, width, 1, true);
      switch (i) {
        case 0 -> convolution(blocks + "resize_layers.0", level, level, 4, true);
        case 1 -> convolution(blocks + "resize_layers.1", level, level, 2, true);
        case 3 -> convolution(blocks + "resize_layers.3", level, level, 3, true);
        default -> {}
      }
      if (config.readClass()) {
        String readout = blocks + "readout_projects." + i + ".0";
        parameter(readout + ".weight", Parameter.Type.WEIGHT, width, 2L * width);
        parameter(readout + ".bias", Parameter.Type.BIAS, width);
      }
      if (config.batchNorm()) {
        String norm = blocks + "batchnorm_layers." + i;
        parameter(norm + ".weight", Parameter.Type.GAMMA, width);
        parameter(norm + ".bias", Parameter.Type.BETA, width);
        parameter(norm + ".running_mean", Parameter.Type.RUNNING_MEAN, width);
        parameter(norm + ".running_var", Parameter.Type.RUNNING_VAR, width);
      }
      convolution("convs." + i + ".conv", channels, level, 3, false);
      String join = "fusion_blocks." + i;
      convolution(join + ".project.conv", channels, channels, 1, true);
      for (int unit = i == 0 ? 2 : 1; unit <= 2; unit++) {
        for (int conv = 1; conv <= 2; conv++) {
          convolution(
              join + ".res_conv_unit" + unit + ".conv" + conv + ".conv",
              channels,
              channels,
              3,
              config.unitBias());
        }
      }
    }
    if (config.projection()) {
      convolution("project.conv", channels, channels, 3, true);
    }
    convolution("conv_depth.head.0", channels / 2, channels, 3, true);
    convolution("conv_depth.head.2", config.hidden(), channels / 2, 3, true);
    convolution("conv_depth.head.4", config.outputs(), config.hidden(), 1, true);
  }

  private void convolution(String name, int out, int in, int side, boolean bias) {
    parameter(name + ".weight", Parameter.Type.WEIGHT, out, in, side, side);
    if (bias) {
      parameter(name + ".bias", Parameter.Type.BIAS, out);
    }
  }

  public DptConfig config() {
    return config;
  }

  /**
   * All outputs of each pixel.
   *
   * @param taps of the backbone's blocks, after its final norm
   * @param training whether batch norms go by the batch, and learn from it
   * @return {@code [B, outputs, H, W]} in float32
   */
  public NDArray logits(List<VitFeatures> taps, boolean training) {
    return call("logits", taps, training);
  }

  /**
   * What the last layer sees.
   *
   * @return {@code [B, hidden, H, W]}, not negative
   */
  public NDArray hidden(List<VitFeatures> taps, boolean training) {
    return call("hidden", taps, training);
  }

  /**
   * The joined levels.
   *
   * @return {@code [B, channels, H / 2, W / 2]}
   */
  NDArray fused(List<VitFeatures> taps, boolean training) {
    return call("fused", taps, training);
  }

  private NDArray call(String method, List<VitFeatures> taps, boolean training) {
    NDList patches = new NDList();
    NDList classes = new NDList();
    for (VitFeatures tap : taps) {
      patches.add(tap.patchTokens());
      classes.add(tap.classToken());
    }
    List<NDArray> weights = new ArrayList<>();
    Map<String, Parameter> parameters = namedParameters();
    for (int i = 0; i < DptConfig.LEVELS; i++) {
      add(weights, LEVEL, i, parameters);
    }
    for (int i = 0; i < DptConfig.LEVELS; i++) {
      add(weights, JOIN, i, parameters);
    }
    add(weights, END, 0, parameters);
    return script.call(
        method,
        List.of(NDArrays.stack(patches), NDArrays.stack(classes)),
        weights,
        taps.get(0).rows(),
        taps.get(0).columns(),
        training ? 1 : 0);
  }

  /** Frees its script; its values are their manager's. */
  @Override
  public void close() {
    script.close();
    manager.close();
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
    throw new UnsupportedOperationException("call logits with the taps");
  }

  /** The arrays of the script's list, in its order; empty ones for what this head has not. */
  private void add(
      List<NDArray> target, List<String> names, int number, Map<String, Parameter> parameters) {
    for (String name : names) {
      Parameter parameter = parameters.get(name.replace("#", Integer.toString(number)));
      target.add(parameter == null ? none : parameter.getArray());
    }
  }
}

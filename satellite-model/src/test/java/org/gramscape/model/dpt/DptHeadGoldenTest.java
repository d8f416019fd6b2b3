package org.gramscape.model.dpt;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.gramscape.model.Golden;
import org.gramscape.model.Precision;
import org.gramscape.model.kernel.Torch;
import org.gramscape.model.vit.VisionTransformer;
import org.gramscape.model.vit.VitConfig;
import org.gramscape.model.vit.VitFeatures;
import org.gramscape.model.weights.StateDict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Heads small and of both releases' kinds against the reference. */
class DptHeadGoldenTest {
  private NDManager manager;

  private enum Release {
    CHMV2(
        "dpt_chmv2",
        new DptConfig(
            List.of(0, 1, 2, 3), 64, true, false, List.of(12, 16, 24, 32), 16, true, false, 8, 24),
        new DepthBins(24, 0.001, 12, DepthBins.Spacing.MIXLOG, DepthBins.Weighting.RELU, 8)),
    SYNTHMIX(
        "dpt_synthmix",
        new DptConfig(
            List.of(0, 1, 2, 3),
            64,
            false,
            true,
            Collections.nCopies(4, 16),
            16,
            false,
            true,
            32,
            24),
        new DepthBins(24, 0.001, 100, DepthBins.Spacing.LINEAR, DepthBins.Weighting.LINEAR, 1));

    private final String golden;
    private final DptConfig config;
    private final DepthBins bins;

    Release(String golden, DptConfig config, DepthBins bins) {
      this.golden = golden;
      this.config = config;
      this.bins = bins;
    }
  }

  @BeforeEach
  void open() {
    manager = Torch.newManager();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @ParameterizedTest
  @EnumSource
  void isTheReferences(Release release) throws Exception {
    try (Golden golden = new Golden(release.golden)) {
      DepthHead head = head(release, Precision.FP32, golden);
      List<VitFeatures> taps = taps(golden);
      golden.checkRelative("a.fused", head.network().fused(taps, false), 5e-6);
      golden.checkRelative(
          "a.logits_b0", head.network().logits(taps, false).get(new NDIndex("0:1")), 5e-6);
      NDArray heights = head.heights(taps, false);
      golden.checkRelative("a.depth", heights, 1e-5);
      NDArray moments = head.moments(taps);
      golden.checkRelative("a.depth", moments.get(0).expandDims(1), 1e-5);
      assertThat(moments.get(1).min().getFloat()).isPositive();
    }
  }

  @ParameterizedTest
  @EnumSource
  void bfloat16IsNear(Release release) throws Exception {
    try (Golden golden = new Golden(release.golden)) {
      DepthHead head = head(release, Precision.BF16, golden);
      golden.checkRelative("a.depth", head.heights(taps(golden), false), 0.05);
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyParameterLearns(Release release) throws Exception {
    try (Golden golden = new Golden(release.golden)) {
      DepthHead head = head(release, Precision.FP32, golden);
      List<NDArray> learnt = new ArrayList<>();
      head.network()
          .namedParameters()
          .forEach(
              (name, parameter) -> {
                if (!name.contains("running")) {
                  parameter.getArray().setRequiresGradient(true);
                  learnt.add(parameter.getArray());
                }
              });
      List<VitFeatures> taps = taps(golden);
      try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
        gradients.backward(head.heights(taps, true).mean());
      }
      for (NDArray array : learnt) {
        assertThat(array.getGradient().abs().max().getFloat()).isPositive().isFinite();
      }
    }
  }

  @Test
  void batchNormLearnsItsStatisticsFromBatchesInTrainingOnly() throws Exception {
    try (Golden golden = new Golden("dpt_synthmix")) {
      DepthHead head = head(Release.SYNTHMIX, Precision.FP32, golden);
      NDArray mean =
          head.network()
              .namedParameters()
              .get("reassemble_blocks.batchnorm_layers.0.running_mean")
              .getArray();
      float[] before = mean.toFloatArray();
      head.heights(taps(golden), false);
      assertThat(mean.toFloatArray()).isEqualTo(before);
      head.heights(taps(golden), true);
      assertThat(mean.toFloatArray()).isNotEqualTo(before);
    }
  }

  /** From pixels, of 3 x 4 patches, which make 4 x 4 patches' pixels. */
  @ParameterizedTest
  @EnumSource
  void oddNumbersOfPatchesAreTheReferences(Release release) throws Exception {
    VisionTransformer backbone = new VisionTransformer(VitConfig.mlp(64, 4, 4));
    try (Golden golden = new Golden(release.golden);
        Golden weights = new Golden("vit_mlp.weights")) {
      StateDict.of(weights.file()).load(backbone, manager);
      DepthHead head = head(release, Precision.FP32, golden);
      NDArray padded = manager.zeros(new Shape(1, 3, 48, 64));
      padded.set(new NDIndex(":, :, 4:44, 4:60"), golden.get("b.x", manager));
      List<VitFeatures> taps =
          backbone.intermediateLayers(
              padded, release.config.taps(), true, backbone.plainBlocks(store(), false));
      golden.checkRelative("b.depth", head.heights(taps, false), 1e-5);
    }
  }

  private ParameterStore store() {
    return new ParameterStore(manager, false);
  }

  private DepthHead head(Release release, Precision precision, Golden golden) throws Exception {
    DptHead network = new DptHead(release.config, precision);
    for (Map.Entry<String, Parameter> named : network.namedParameters().entrySet()) {
      named.getValue().setArray(golden.get("w." + named.getKey(), manager));
    }
    return new DepthHead(network, release.bins);
  }

  private List<VitFeatures> taps(Golden golden) throws Exception {
    List<VitFeatures> taps = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      NDArray patches = golden.get("a.feat" + i + ".patch", manager);
      Shape shape = patches.getShape();
      NDArray tokens = patches.reshape(shape.get(0), shape.get(1), -1).transpose(0, 2, 1);
      taps.add(
          new VitFeatures(
              golden.get("a.feat" + i + ".cls", manager),
              null,
              tokens,
              null,
              (int) shape.get(2),
              (int) shape.get(3)));
    }
    return taps;
  }
}

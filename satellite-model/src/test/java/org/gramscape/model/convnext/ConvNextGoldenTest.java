package org.gramscape.model.convnext;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import java.util.List;
import org.gramscape.model.Architecture;
import org.gramscape.model.Golden;
import org.gramscape.model.kernel.Torch;
import org.gramscape.model.weights.StateDict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** ConvNeXt against the reference, at its own resolutions and resized to patches of 16. */
class ConvNextGoldenTest {
  private NDManager manager;
  private ConvNext network;

  @BeforeEach
  void open() throws Exception {
    manager = Torch.newManager();
    try (Golden file = new Golden("convnext.weights")) {
      StateDict dict = StateDict.of(file.file());
      network = new ConvNext(((Architecture.ConvNext) Architecture.ofShapes(dict)).config());
      dict.load(network, manager);
    }
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void shapesTellTheConfiguration() {
    assertThat(network.config())
        .isEqualTo(ConvNextConfig.of(List.of(1, 1, 2, 1), List.of(16, 32, 48, 64)));
  }

  @Test
  void forwardFeatures() throws Exception {
    try (Golden io = new Golden("convnext.io")) {
      for (String t : List.of("a", "b")) {
        ConvNextFeatures features = network.forwardFeatures(io.get(t + ".x", manager));
        io.check(t + ".ff.x_norm_clstoken", features.classToken());
        io.check(t + ".ff.x_norm_patchtokens", features.patchTokens());
        io.check(t + ".hf.pooler_output", features.classToken());
        NDArray all = features.classToken().expandDims(1).concat(features.patchTokens(), 1);
        io.check(t + ".hf.last_hidden_state", all);
        ConvNextFeatures before =
            network.intermediateLayers(io.get(t + ".x", manager), 4, 0, false).get(3);
        io.check(t + ".ff.x_prenorm", before.patchTokens());
      }
    }
  }

  @Test
  void intermediateLayers() throws Exception {
    try (Golden io = new Golden("convnext.io")) {
      for (String t : List.of("a", "b")) {
        for (int norm = 0; norm <= 1; norm++) {
          String prefix = t + ".gil.norm" + norm + ".S";
          if (!io.file().tensors().containsKey(prefix + "0.cls")) {
            continue;
          }
          check(io, prefix, network.intermediateLayers(io.get(t + ".x", manager), 4, 0, norm == 1));
        }
      }
    }
  }

  @Test
  void intermediateLayersAsPatchesOf16() throws Exception {
    try (Golden inputs = new Golden("convnext.io");
        Golden io = new Golden("convnext_p16.io")) {
      for (String t : List.of("a", "b")) {
        NDArray x = inputs.get(t + ".x", manager);
        check(io, t + ".gil.norm1.S", network.intermediateLayers(x, 4, 16, true));
      }
    }
  }

  @Test
  void fewerStagesAreTheSameStages() throws Exception {
    try (Golden io = new Golden("convnext.io")) {
      NDArray x = io.get("a.x", manager);
      List<ConvNextFeatures> two = network.intermediateLayers(x, 2, 16, true);
      List<ConvNextFeatures> four = network.intermediateLayers(x, 4, 16, true);
      assertThat(two).hasSize(2);
      assertThat(two.get(1).patchTokens()).isEqualTo(four.get(1).patchTokens());
    }
  }

  @Test
  void resizingKeepsAConstant() {
    NDArray constant = manager.full(new ai.djl.ndarray.types.Shape(1, 2, 7, 9), 3f);
    NDArray resized = AntialiasedResize.apply(constant, 3, 14);
    NDArray worst = resized.sub(3f).abs().max();
    assertThat(worst.getFloat()).isLessThan(1e-5f);
    assertThat(resized.get(new NDIndex("0, 0")).getShape().getShape()).containsExactly(3, 14);
  }

  private static void check(Golden io, String prefix, List<ConvNextFeatures> stages)
      throws Exception {
    assertThat(stages).hasSize(4);
    for (int i = 0; i < 4; i++) {
      io.check(prefix + i + ".patch_nchw", stages.get(i).patchGrid());
      io.check(prefix + i + ".cls", stages.get(i).classToken());
    }
  }
}

package org.gramscape.model.segmentation;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.LongUnaryOperator;
import org.gramscape.model.Golden;
import org.gramscape.model.dense.DenseLoss;
import org.gramscape.model.kernel.Tensors;
import org.gramscape.model.kernel.Torch;
import org.gramscape.model.layer.Factor;
import org.gramscape.model.segmentation.loss.CrossEntropyLoss;
import org.gramscape.model.segmentation.loss.DiceLoss;
import org.gramscape.model.vit.VisionTransformer;
import org.gramscape.model.vit.VitConfig;
import org.gramscape.model.vit.VitFeatures;
import org.gramscape.model.weights.StateDict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The reference's linear head for segmentation: what it says, and how it learns. */
class LinearHeadGoldenTest {
  private static final int WIDTH = 64;
  private static final int CLASSES = 6;
  private static final int IGNORED = 255;

  private NDManager manager;
  private Golden golden;
  private VisionTransformer backbone;

  @BeforeEach
  void open() throws Exception {
    manager = Torch.newManager();
    golden = new Golden("seg_linear");
    backbone = new VisionTransformer(VitConfig.mlp(WIDTH, 4, 4));
    try (Golden weights = new Golden("vit_mlp.weights")) {
      StateDict.of(weights.file()).load(backbone, manager);
    }
  }

  @AfterEach
  void close() throws Exception {
    golden.close();
    manager.close();
  }

  @ParameterizedTest
  @CsvSource({"seg_last, 1", "seg_four, 4"})
  void saysWhatTheReferenceSays(String name, int layers) throws Exception {
    LinearHead head = head(name, layers);
    NDArray images = golden.get("x", manager);
    List<VitFeatures> taps = taps(head, images);
    golden.check(name + ".logits", head.predict(taps, 4, 2));
    golden.check(name + ".predict", head.predict(taps, 64, 32));
  }

  /** The reference's linear head for depth, whose outputs are bins, says nothing else. */
  @Test
  void saysWhatTheReferenceSaysOfDepth() throws Exception {
    LinearHead head = new LinearHead(List.of(3), WIDTH, 24, 0);
    for (Map.Entry<String, Parameter> each : head.namedParameters().entrySet()) {
      String name = "depth.w." + each.getKey().replaceFirst("^conv", "conv_depth");
      each.getValue().setArray(golden.get(name, manager).duplicate());
    }
    List<VitFeatures> taps = taps(head, golden.get("x", manager));
    golden.check("depth.logits", head.predict(taps, 4, 2));
    golden.check("depth.predict", head.predict(taps, 64, 32));
  }

  /** Windows of 64 pixels, 42 apart, the last ones shifted inwards; what they say is averaged. */
  @Test
  void slidesAsTheReferenceDoes() throws Exception {
    LinearHead head = head("seg_last", 1);
    NDArray image = golden.get("slide.x", manager);
    NDArray sum = manager.zeros(new Shape(1, CLASSES, 80, 112));
    NDArray count = manager.zeros(new Shape(1, 1, 80, 112));
    for (int row : new int[] {0, 16}) {
      for (int column : new int[] {0, 42, 48}) {
        NDIndex window = new NDIndex(":, :, {}:{}, {}:{}", row, row + 64, column, column + 64);
        NDArray said = head.predict(taps(head, image.get(window)), 64, 64);
        sum.set(window, sum.get(window).add(said));
        count.set(window, count.get(window).add(1));
      }
    }
    golden.check("slide.crop64.stride42", sum.div(count));
  }

  @ParameterizedTest
  @CsvSource({"ce, 1", "dice, 1", "multilabel_dice, 0.5"})
  void learnsAsTheReferenceDoes(String name, double weight) throws Exception {
    LinearHead head = head("seg_last", 1);
    for (Parameter parameter : head.namedParameters().values()) {
      boolean counted = parameter.getName().contains("running");
      parameter.getArray().setRequiresGradient(!counted);
    }
    DenseLoss loss =
        switch (name) {
          case "ce" -> new CrossEntropyLoss(Collections.nCopies(CLASSES, 1.0), 0, false);
          case "dice" -> new DiceLoss(true, false);
          default -> new DiceLoss(false, false);
        };
    List<VitFeatures> taps = taps(head, golden.get("x", manager));
    try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
      NDArray said = head.learn(taps, 64, 32, new SplittableRandom(1));
      NDArray value = loss.of(said, truth(), name.equals("multilabel_dice") ? all() : known());
      golden.checkRelative("segtrain." + name + ".loss", Factor.times(value, weight), 1e-5);
      gradients.backward(Factor.times(value, weight));
    }
    Map<String, Parameter> learnt = head.namedParameters();
    String prefix = "segtrain." + name;
    golden.checkRelative(prefix + ".grad_w", gradient(learnt, "conv.weight"), 2e-4);
    golden.checkRelative(prefix + ".grad_b", gradient(learnt, "conv.bias"), 2e-4);
    golden.checkRelative(prefix + ".grad_bnw", gradient(learnt, "batchnorm_layer.weight"), 2e-4);
    golden.check(
        "segtrain.bn_running_mean_after", learnt.get("batchnorm_layer.running_mean").getArray());
    golden.check(
        "segtrain.bn_running_var_after", learnt.get("batchnorm_layer.running_var").getArray());
  }

  /** Channels are left out in learning only; those that stay make up for them. */
  @Test
  void leavesChannelsOut() throws Exception {
    LinearHead whole = head("seg_last", 1);
    LinearHead head = new LinearHead(List.of(3), WIDTH, CLASSES, 0.5);
    StateDict.of(whole.network()).load(head, manager);
    List<VitFeatures> taps = taps(whole, golden.get("x", manager));
    assertThat(head.predict(taps, 4, 2)).isEqualTo(whole.predict(taps, 4, 2));
    NDArray one = head.learn(taps, 4, 2, new SplittableRandom(1));
    assertThat(one).isEqualTo(head.learn(taps, 4, 2, new SplittableRandom(1)));
    assertThat(one).isNotEqualTo(head.learn(taps, 4, 2, new SplittableRandom(2)));
    NDArray kept =
        new LastLayer(0.5).drawn(manager.zeros(new Shape(50, 40, 1, 1)), new SplittableRandom(3));
    assertThat(kept.mean().getFloat()).isBetween(0.9f, 1.1f);
    assertThat(kept.max().getFloat()).isEqualTo(2);
  }

  private LinearHead head(String name, int layers) throws Exception {
    List<Integer> taps = layers == 1 ? List.of(3) : List.of(0, 1, 2, 3);
    LinearHead head = new LinearHead(taps, WIDTH, CLASSES, 0);
    for (Map.Entry<String, Parameter> each : head.namedParameters().entrySet()) {
      each.getValue().setArray(golden.get(name + ".w." + each.getKey(), manager).duplicate());
    }
    if (name.equals("seg_last")) {
      forgetBatch(head);
    }
    return head;
  }

  /** What the norm has counted was stored after one batch of learning, all else is of before it. */
  private void forgetBatch(LinearHead head) throws Exception {
    NDArray grid = taps(head, golden.get("x", manager)).get(0).patchGrid();
    NDArray x = grid.transpose(1, 0, 2, 3).reshape(WIDTH, -1);
    NDArray mean = x.mean(new int[] {1}, true);
    NDArray square = x.sub(mean).square().sum(new int[] {1}).div(x.getShape().get(1) - 1);
    forget(head.namedParameters().get("batchnorm_layer.running_mean"), mean.flatten());
    forget(head.namedParameters().get("batchnorm_layer.running_var"), square);
  }

  private static void forget(Parameter counted, NDArray ofBatch) {
    counted.getArray().subi(ofBatch.mul(0.1)).divi(0.9);
  }

  private List<VitFeatures> taps(LinearHead head, NDArray images) {
    return backbone.intermediateLayers(
        images, head.taps(), true, backbone.plainBlocks(new ParameterStore(manager, false), false));
  }

  private static NDArray gradient(Map<String, Parameter> learnt, String name) {
    return learnt.get(name).getArray().getGradient();
  }

  /** What is ignored is of the last class, as the reference's targets for dice have it. */
  private NDArray truth() throws Exception {
    return numbers(value -> value == IGNORED ? CLASSES - 1 : value);
  }

  private NDArray known() throws Exception {
    return numbers(value -> value == IGNORED ? 0 : 1);
  }

  private NDArray all() throws Exception {
    return numbers(value -> 1);
  }

  private NDArray numbers(LongUnaryOperator of) throws Exception {
    long[] values = Arrays.stream(golden.longs("segtrain.gt")).map(of).toArray();
    float[] numbers = new float[values.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = values[i];
    }
    return Tensors.of(manager, numbers, new Shape(2, 1, 64, 32));
  }
}

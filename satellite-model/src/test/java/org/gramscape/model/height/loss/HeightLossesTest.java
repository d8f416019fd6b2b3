package org.gramscape.model.height.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.List;
import java.util.stream.Stream;
import org.gramscape.model.Golden;
import org.gramscape.model.dense.DenseLoss;
import org.gramscape.model.kernel.Torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each loss and its gradient, against the reference's where there is one. */
class HeightLossesTest {
  private static final double LOSS = 1e-5;
  private static final double GRADIENT = 2e-4;

  private NDManager manager;

  @BeforeEach
  void open() {
    manager = Torch.newManager();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  static Stream<Arguments> references() {
    return Stream.of(
        Arguments.of("sig", new SiLogLoss()),
        Arguments.of("sig_warm", new SiLogLoss(0.15, 0.001, false)),
        Arguments.of("grad", new GradientLoss(0)),
        Arguments.of("gradlog", new GradientLoss(0.001)),
        // Next to no rounding of its tip is the absolute error.
        Arguments.of("l1", new CharbonnierLoss(1e-6)));
  }

  @ParameterizedTest
  @MethodSource("references")
  void isTheReferences(String name, DenseLoss loss) throws Exception {
    try (Golden golden = new Golden("depth_losses")) {
      NDArray truth = golden.get("gt", manager);
      NDArray mask = golden.get("mask", manager).toType(DataType.FLOAT32, false);
      for (String kind : List.of("mask", "nomask")) {
        NDArray known = kind.equals("mask") ? mask : truth.onesLike();
        NDArray heights = golden.get("pred", manager);
        NDArray value = value(loss, heights, truth, known);
        golden.checkRelative(name + "." + kind + ".loss", value, LOSS);
        golden.checkRelative(name + "." + kind + ".grad", heights.getGradient(), GRADIENT);
      }
    }
  }

  static Stream<DenseLoss> losses() {
    return Stream.of(
        new SiLogLoss(), new CharbonnierLoss(0.1), new GradientLoss(0), new PatchGradientLoss());
  }

  @ParameterizedTest
  @MethodSource("losses")
  void whatIsNotKnownDoesNotCount(DenseLoss loss) {
    NDArray known = manager.ones(new Shape(2, 1, 32, 32));
    known.set(new NDIndex(":, :, 5:20, 3:9"), 0f);
    NDArray truth = forest(1);
    NDArray heights = forest(2);
    NDArray before = value(loss, heights, truth, known);
    NDArray gradient = heights.getGradient();
    assertThat(gradient.get(new NDIndex(":, :, 5:20, 3:9")).abs().max().getFloat()).isZero();
    assertThat(gradient.abs().max().getFloat()).isPositive().isFinite();
    NDArray unknown = manager.ones(known.getShape()).sub(known).mul(40);
    NDArray after = value(loss, forest(2), truth.add(unknown), known);
    assertThat(after.getFloat()).isCloseTo(before.getFloat(), within(1e-6f));
  }

  @ParameterizedTest
  @MethodSource("losses")
  void theTruthItselfIsBest(DenseLoss loss) {
    NDArray truth = forest(1);
    NDArray known = truth.onesLike();
    float none = value(loss, forest(1), truth, known).getFloat();
    float some = value(loss, forest(1).mul(1.1f).add(0.3f), truth, known).getFloat();
    float other = value(loss, forest(2), truth, known).getFloat();
    assertThat(none).isLessThan(some);
    assertThat(some).isLessThan(other);
  }

  @Test
  void nothingKnownIsNoLoss() {
    losses()
        .forEach(
            loss -> {
              NDArray heights = forest(1);
              float value = value(loss, heights, forest(2), heights.zerosLike()).getFloat();
              assertThat(value).as("%s", loss).isCloseTo(0, within(1e-6f));
            });
  }

  /** A truth that is blurred has its level and not its edges. */
  @Test
  void patchGradientsSeeBlur() {
    NDArray truth = forest(1);
    NDArray known = truth.onesLike();
    NDArray blurred =
        truth.get(new NDIndex(":, :, :, 0:31")).add(truth.get(new NDIndex(":, :, :, 1:32"))).div(2);
    blurred = blurred.concat(truth.get(new NDIndex(":, :, :, 31:32")), 3);
    DenseLoss loss = new PatchGradientLoss();
    float sharp = value(loss, forest(1).mul(1.1f), truth, known).getFloat();
    assertThat(value(loss, blurred, truth, known).getFloat()).isGreaterThan(2 * sharp);
  }

  private NDArray forest(int seed) {
    return manager.create(crowns(seed), new Shape(2, 1, 32, 32)).duplicate();
  }

  /** Heights of round crowns, 0 to 30 m. */
  private static float[] crowns(int seed) {
    java.util.Random random = new java.util.Random(seed);
    float[] heights = new float[2 * 32 * 32];
    for (int crown = 0; crown < 40; crown++) {
      int image = random.nextInt(2);
      double row = random.nextInt(32);
      double column = random.nextInt(32);
      double height = 2 + 28 * random.nextDouble();
      for (int i = 0; i < 32 * 32; i++) {
        double away = Math.hypot(i / 32 - row, i % 32 - column) / 4;
        double here = height * (1 - away * away);
        int at = image * 32 * 32 + i;
        heights[at] = (float) Math.max(heights[at], here);
      }
    }
    return heights;
  }

  private static NDArray value(DenseLoss loss, NDArray heights, NDArray truth, NDArray known) {
    heights.setRequiresGradient(true);
    try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
      NDArray value = loss.of(heights, truth, known);
      gradients.backward(value);
      return value.stopGradient();
    }
  }
}

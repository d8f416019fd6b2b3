package org.gramscape.model.segmentation.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.gramscape.model.dense.DenseLoss;
import org.gramscape.model.kernel.Tensors;
import org.gramscape.model.kernel.Torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each loss by hand, and its gradient by differences. */
class ClassLossesTest {
  private static final int CLASSES = 3;
  private static final int SIDE = 4;
  private static final int PIXELS = SIDE * SIDE;

  private NDManager manager;

  @BeforeEach
  void open() {
    manager = Torch.newManager();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  static Stream<DenseLoss> losses() {
    return Stream.of(
        new CrossEntropyLoss(List.of(1.0, 1.0, 1.0), 0),
        new CrossEntropyLoss(List.of(1.0, 3.0, 0.5), 0),
        new CrossEntropyLoss(List.of(1.0, 3.0, 0.5), 2),
        new DiceLoss());
  }

  /** Two pixels whose classes have the shares 1/2, 1/4, 1/4 and 1/10, 1/10, 8/10. */
  @Test
  void areWhatTheyAreByHand() {
    float[] logits = logs(0.5, 0.1, 0.25, 0.1, 0.25, 0.8);
    NDArray said = Tensors.of(manager, logits, new Shape(1, CLASSES, 1, 2));
    NDArray truth = Tensors.of(manager, new float[] {1, 2}, new Shape(1, 1, 1, 2));
    NDArray known = truth.onesLike();
    double first = -Math.log(0.25);
    double second = -Math.log(0.8);
    assertThat(value(new CrossEntropyLoss(List.of(1.0, 1.0, 1.0), 0), said, truth, known))
        .isCloseTo((first + second) / 2, within(1e-6));
    assertThat(value(new CrossEntropyLoss(List.of(1.0, 3.0, 1.0), 0), said, truth, known))
        .isCloseTo((3 * first + second) / 4, within(1e-6));
    assertThat(value(new CrossEntropyLoss(List.of(1.0, 1.0, 1.0), 2), said, truth, known))
        .isCloseTo((0.75 * 0.75 * first + 0.2 * 0.2 * second) / 2, within(1e-6));
    NDArray onlyFirst = Tensors.of(manager, new float[] {1, 0}, new Shape(1, 1, 1, 2));
    assertThat(value(new CrossEntropyLoss(List.of(1.0, 1.0, 1.0), 0), said, truth, onlyFirst))
        .as("the mean is of what is known")
        .isCloseTo(first, within(1e-6));
    double none = 1 - 1 / (0.5 * 0.5 + 0.1 * 0.1 + 1);
    double one = 1 - (2 * 0.25 + 1) / (0.25 * 0.25 + 0.1 * 0.1 + 1 + 1);
    double two = 1 - (2 * 0.8 + 1) / (0.25 * 0.25 + 0.8 * 0.8 + 1 + 1);
    assertThat(value(new DiceLoss(), said, truth, known))
        .isCloseTo((none + one + two) / 3, within(1e-6));
  }

  private static float[] logs(double... shares) {
    float[] logits = new float[shares.length];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) Math.log(shares[i]);
    }
    return logits;
  }

  @ParameterizedTest
  @MethodSource("losses")
  void gradientsAreThoseOfDifferences(DenseLoss loss) {
    float[] logits = logits();
    NDArray said = said(logits);
    gradient(loss, said, truth(), known());
    float[] gradient = said.getGradient().toFloatArray();
    float step = 1e-2f;
    for (int i = 0; i < logits.length; i += 5) {
      float[] more = logits.clone();
      float[] less = logits.clone();
      more[i] += step;
      less[i] -= step;
      double slope =
          (value(loss, said(more), truth(), known()) - value(loss, said(less), truth(), known()))
              / (2 * step);
      assertThat((double) gradient[i]).isCloseTo(slope, within(2e-4));
    }
  }

  @ParameterizedTest
  @MethodSource("losses")
  void whatIsNotKnownChangesNothing(DenseLoss loss) {
    NDArray said = said(logits());
    double before = gradient(loss, said, truth(), known());
    float[] known = known().toFloatArray();
    float[] gradient = said.getGradient().toFloatArray();
    float[] otherLogits = logits();
    float[] otherTruth = truth().toFloatArray();
    for (int i = 0; i < gradient.length; i++) {
      int pixel = i / (CLASSES * PIXELS) * PIXELS + i % PIXELS;
      if (known[pixel] == 0) {
        assertThat(gradient[i]).isZero();
        otherLogits[i] += 3;
        otherTruth[pixel] = 0;
      }
    }
    NDArray truth = Tensors.of(manager, otherTruth, new Shape(2, 1, SIDE, SIDE));
    assertThat(value(loss, said(otherLogits), truth, known())).isCloseTo(before, within(1e-6));
  }

  @ParameterizedTest
  @MethodSource("losses")
  void nothingKnownIsNoLossAndMovesNothing(DenseLoss loss) {
    NDArray said = said(logits());
    double value = gradient(loss, said, truth(), known().zerosLike());
    assertThat(value).isCloseTo(0, within(1e-6));
    assertThat(said.getGradient().abs().max().getFloat()).isZero();
  }

  private static float[] logits() {
    SplittableRandom random = new SplittableRandom(1);
    float[] logits = new float[2 * CLASSES * PIXELS];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) random.nextGaussian();
    }
    return logits;
  }

  private NDArray said(float[] logits) {
    return Tensors.of(manager, logits, new Shape(2, CLASSES, SIDE, SIDE));
  }

  private NDArray truth() {
    float[] truth = new float[2 * PIXELS];
    for (int i = 0; i < truth.length; i++) {
      truth[i] = i * 7 % 5 % CLASSES;
    }
    return Tensors.of(manager, truth, new Shape(2, 1, SIDE, SIDE));
  }

  private NDArray known() {
    float[] known = new float[2 * PIXELS];
    for (int i = 0; i < known.length; i++) {
      known[i] = i % 3 == 0 ? 0 : 1;
    }
    return Tensors.of(manager, known, new Shape(2, 1, SIDE, SIDE));
  }

  private static double value(DenseLoss loss, NDArray said, NDArray truth, NDArray known) {
    return loss.of(said, truth, known).getFloat();
  }

  private static double gradient(DenseLoss loss, NDArray said, NDArray truth, NDArray known) {
    said.setRequiresGradient(true);
    try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
      NDArray value = loss.of(said, truth, known);
      gradients.backward(value);
      return value.getFloat();
    }
  }
}

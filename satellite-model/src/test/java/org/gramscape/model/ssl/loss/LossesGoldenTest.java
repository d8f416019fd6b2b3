package org.gramscape.model.ssl.loss;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.GradientCollector;
import java.util.function.UnaryOperator;
import org.gramscape.model.Golden;
import org.gramscape.model.kernel.Torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each loss and its gradient against the reference's. */
class LossesGoldenTest {
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

  @Test
  void sinkhornKnopp() throws Exception {
    try (Golden golden = new Golden("loss_dino")) {
      NDArray logits = golden.get("sk.in", manager);
      for (String temperature : new String[] {"0.04", "0.07"}) {
        for (int iterations : new int[] {1, 3}) {
          golden.check(
              "sk.t" + temperature + ".it" + iterations + ".out",
              new SinkhornKnopp(iterations).of(logits, Double.parseDouble(temperature)),
              1e-6);
        }
      }
    }
    try (Golden golden = new Golden("loss_ibot")) {
      NDArray logits = golden.get("sk.in", manager);
      golden.check("sk.t0.04.out", new SinkhornKnopp().of(logits, 0.04), 1e-6);
      golden.check("sk.t0.07.out", new SinkhornKnopp().of(logits, 0.07), 1e-6);
      // The size of the batch cancels.
      golden.check("sk.t0.07.B2.out", new SinkhornKnopp().of(logits, 0.07), 1e-6);
    }
  }

  @Test
  void sinkhornKnoppOfLargeLogitsIsFinite() {
    NDArray logits = manager.create(new float[] {900, 0, 0, 900}).reshape(2, 2);
    assertThat(new SinkhornKnopp().of(logits, 0.04).toFloatArray()).containsExactly(1, 0, 0, 1);
  }

  @Test
  void softmaxCentering() throws Exception {
    try (Golden golden = new Golden("loss_dino");
        SoftmaxCentering centering = new SoftmaxCentering(manager, 48)) {
      for (int i = 0; i < 2; i++) {
        NDArray targets = centering.of(golden.get("center.in" + i, manager), 0.07);
        golden.check("center.probs" + i, targets, 1e-6);
        golden.check("center.after" + i, centering.center(), 1e-6);
      }
    }
    try (Golden golden = new Golden("loss_ibot");
        SoftmaxCentering centering = new SoftmaxCentering(manager, 48)) {
      NDArray targets = centering.of(golden.get("center.in", manager).reshape(-1, 48), 0.07);
      golden.check("center.probs0", targets.reshape(2, 24, 48), 1e-6);
      golden.check("center.after", centering.center().reshape(1, 1, 48), 1e-6);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ce.local, false",
    "ce.global, true",
    "ce.global_nodiag, false",
    "ce.s3t2_ign, true",
  })
  void dino(String name, boolean ignoreDiagonal) throws Exception {
    try (Golden golden = new Golden("loss_dino")) {
      NDArray targets = golden.get("probs", manager);
      check(
          golden,
          name,
          golden.get(name + ".student", manager),
          student -> new DinoLoss().of(student, targets, ignoreDiagonal));
    }
  }

  @Test
  void ibotOnMaskedPatches() throws Exception {
    try (Golden golden = new Golden("loss_ibot")) {
      NDArray weights = golden.get("masks_weight", manager);
      NDArray targets = golden.get("sk.t0.07.out", manager);
      for (String name : new String[] {"fm.w", "fm.now"}) {
        check(
            golden,
            name,
            golden.get(name + ".student", manager),
            student -> new IbotPatchLoss().of(student, targets, weights, 4));
      }
    }
  }

  @Test
  void ibotOfAllPatchesIsThatOfTheMaskedOnes() throws Exception {
    try (Golden golden = new Golden("loss_ibot")) {
      NDArray weights = golden.get("masks_weight", manager);
      NDArray masked = golden.mask("masks", manager).reshape(-1).nonzero().reshape(-1);
      NDArray targets = golden.get("dense.teacher", manager).reshape(-1, 48).get(masked);
      check(
          golden,
          "dense",
          golden.get("dense.student", manager),
          student ->
              new IbotPatchLoss().of(student.reshape(-1, 48).get(masked), targets, weights, 4));
    }
  }

  @ParameterizedTest
  @CsvSource({"plain, 1, 0", "dist_top1, 1, 0", "dist_top2, 2, 0", "dist_group8, 1, 8"})
  void koleo(String name, int topK, int groupSize) throws Exception {
    try (Golden golden = new Golden("loss_koleo")) {
      check(golden, name, golden.get(name + ".x", manager), new KoLeoLoss(topK, groupSize)::of);
    }
  }

  @Test
  void koleoOfGroupsIsTheMeanOfTheGroups() throws Exception {
    try (Golden golden = new Golden("loss_koleo")) {
      NDArray x = golden.get("plain.x", manager);
      float parts =
          (new KoLeoLoss().of(x.get("0:4")).getFloat()
                  + new KoLeoLoss().of(x.get("4:8")).getFloat())
              / 2;
      assertThat(new KoLeoLoss(1, 4).of(x).getFloat()).isEqualTo(parts, offset());
    }
  }

  @ParameterizedTest
  @CsvSource({"keep, KEEP", "remove_neg, REMOVE", "remove_only_teacher_neg, REMOVE_TEACHERS"})
  void gram(String option, GramLoss.Negatives negatives) throws Exception {
    try (Golden golden = new Golden("loss_gram")) {
      NDArray teacher = golden.get("teacher", manager);
      for (int normalise = 0; normalise <= 1; normalise++) {
        for (GramLoss.Scope scope : GramLoss.Scope.values()) {
          GramLoss loss = new GramLoss(normalise == 1, scope, negatives);
          check(
              golden,
              "norm%d.%s.img%d".formatted(normalise, option, scope == GramLoss.Scope.IMAGE ? 1 : 0),
              golden.get("student", manager),
              student -> loss.of(student, teacher));
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"masked", "unmasked"})
  void gramOfSomePatches(String name) throws Exception {
    try (Golden golden = new Golden("loss_gram")) {
      NDArray teacher = golden.get(name + ".teacher", manager);
      GramLoss loss = new GramLoss(true, GramLoss.Scope.BATCH, GramLoss.Negatives.KEEP);
      check(
          golden,
          name,
          golden.get(name + ".student", manager),
          student -> loss.of(student, teacher));
    }
  }

  @Test
  void whatIsNegativeForBothIsRemovedFromBoth() {
    // Cosines of the pair: 0.6 against the student, negative or positive.
    NDArray opposed = manager.create(new float[] {1, 0, -0.6f, 0.8f}).reshape(1, 2, 2);
    NDArray aligned = manager.create(new float[] {1, 0, 0.6f, 0.8f}).reshape(1, 2, 2);
    GramLoss says =
        new GramLoss(true, GramLoss.Scope.IMAGE, GramLoss.Negatives.REMOVE_WHERE_TEACHERS);
    GramLoss does = new GramLoss(true, GramLoss.Scope.IMAGE, GramLoss.Negatives.REMOVE_TEACHERS);
    assertThat(says.of(opposed, opposed).getFloat()).isZero();
    assertThat(does.of(opposed, opposed).getFloat()).isEqualTo(0.18f, offset());
    assertThat(says.of(opposed, aligned).getFloat()).isEqualTo(0.72f, offset());
    assertThat(says.of(aligned, opposed).getFloat()).isEqualTo(0.18f, offset());
  }

  private static org.assertj.core.data.Offset<Float> offset() {
    return org.assertj.core.data.Offset.offset(1e-6f);
  }

  private void check(Golden golden, String name, NDArray x, UnaryOperator<NDArray> loss)
      throws Exception {
    NDArray input = x.toType(DataType.FLOAT32, true);
    input.setRequiresGradient(true);
    try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
      NDArray value = loss.apply(input);
      golden.checkRelative(name + ".loss", value, LOSS);
      gradients.backward(value);
    }
    golden.checkRelative(name + ".grad", input.getGradient(), GRADIENT);
  }
}

package org.gramscape.model.vit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import org.gramscape.model.Golden;
import org.gramscape.model.kernel.Torch;
import org.gramscape.model.vit.RopeAugmentation.Draw;
import org.gramscape.model.vit.RopeConfig.Normalise;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RotaryEmbeddingGoldenTest {
  private static final RopeConfig BASE = RopeConfig.ofBase(100);

  private NDManager manager;
  private Golden golden;

  @BeforeEach
  void open() throws Exception {
    manager = Torch.newManager();
    golden = new Golden("rope");
  }

  @AfterEach
  void close() throws Exception {
    golden.close();
    manager.close();
  }

  @Test
  void periodsAreExact() throws Exception {
    for (int headWidth : List.of(16, 32, 64, 128)) {
      checkPeriods("periods.fp32.d" + headWidth, RotaryEmbedding.periods(BASE, headWidth), 1e-6);
    }
    checkPeriods("minmax.periods", RotaryEmbedding.periods(minMax(), 64), 1e-6);
  }

  /** What Meta's files hold differs by up to a bfloat16's half unit in the last place. */
  @Test
  void roundedPeriodsAreWithinBfloat16() throws Exception {
    for (int headWidth : List.of(16, 32, 64, 128)) {
      checkPeriods(
          "periods.bf16ckpt.d" + headWidth, RotaryEmbedding.periods(BASE, headWidth), 0x1p-8);
    }
  }

  @Test
  void tablesOfEveryGridAndNormalisation() throws Exception {
    for (Normalise normalise : Normalise.values()) {
      String prefix = "d64." + normalise.name().toLowerCase(java.util.Locale.ROOT) + ".";
      int checked = 0;
      for (String name : golden.file().tensors().keySet()) {
        if (name.matches("\\Q" + prefix + "\\E\\d+x\\d+\\.sin")) {
          String size = name.substring(prefix.length(), name.lastIndexOf('.'));
          int x = size.indexOf('x');
          check(
              prefix + size,
              BASE.withNormalise(normalise),
              Draw.IDENTITY,
              Integer.parseInt(size.substring(0, x)),
              Integer.parseInt(size.substring(x + 1)));
          checked++;
        }
      }
      assertThat(checked).isGreaterThanOrEqualTo(2);
    }
    check("d64.minmax.4x6", minMax(), Draw.IDENTITY, 4, 6);
  }

  @Test
  void roundedPeriodsGiveTheReferencesRoundedTables() throws Exception {
    float[] rounded = golden.get("periods.bf16ckpt.d64", manager).toFloatArray();
    double[] periods = new double[rounded.length];
    for (int i = 0; i < periods.length; i++) {
      periods[i] = rounded[i];
    }
    RotaryEmbedding table = RotaryEmbedding.of(manager, BASE, periods, Draw.IDENTITY, 0, 7, 5);
    golden.check("d64.separate.bf16ckpt.7x5.sin", table.sin());
    golden.check("d64.separate.bf16ckpt.7x5.cos", table.cos());
  }

  @Test
  void augmentations() throws Exception {
    float rescale = golden.get("train.rescale.factor", manager).toFloatArray()[0];
    float[] shift = golden.get("train.shift.factor", manager).toFloatArray();
    float[] jitter = golden.get("train.jitter.factor", manager).toFloatArray();
    check("train.rescale", BASE, new Draw(0, 0, rescale, rescale), 4, 6);
    check("train.shift", BASE, new Draw(shift[0], shift[1], 1, 1), 4, 6);
    check("train.jitter", BASE, new Draw(0, 0, jitter[0], jitter[1]), 4, 6);
  }

  @Test
  void drawsStayInTheirRanges() {
    RopeAugmentation augmentation = new RopeAugmentation(0.25, 1.5, 2);
    SplittableRandom random = new SplittableRandom(7);
    double least = 1;
    double most = 1;
    for (int i = 0; i < 2000; i++) {
      Draw draw = augmentation.draw(random);
      assertThat(Math.abs(draw.shiftY())).isLessThanOrEqualTo(0.25);
      assertThat(Math.abs(draw.shiftX())).isLessThanOrEqualTo(0.25);
      assertThat(draw.factorY()).isBetween(1 / 3.0, 3.0);
      // The rescaling is common to both axes: they differ by the two jitters only.
      assertThat(draw.factorY() / draw.factorX()).isBetween(1 / 2.25, 2.25);
      least = Math.min(least, draw.factorY());
      most = Math.max(most, draw.factorY());
    }
    assertThat(least).isLessThan(0.4);
    assertThat(most).isGreaterThan(2.5);
    Draw none = RopeAugmentation.NONE.draw(random);
    assertThat(none.shiftX()).isZero();
    assertThat(none.factorY()).isEqualTo(1);
  }

  @Test
  void tokensBeforeThePatchesAreNotTurned() {
    RotaryEmbedding table =
        RotaryEmbedding.of(
            manager, BASE, RotaryEmbedding.periods(BASE, 64), Draw.IDENTITY, 5, 2, 3);
    assertThat(table.sin().getShape().getShape()).containsExactly(11, 64);
    assertThat(table.sin().get("0:5").abs().max().getFloat()).isZero();
    assertThat(table.cos().get("0:5").min().getFloat()).isEqualTo(1f);
  }

  private static RopeConfig minMax() {
    return RopeConfig.ofPeriods(0.5, 50);
  }

  private void checkPeriods(String name, double[] periods, double relative) throws IOException {
    float[] expected = golden.get(name, manager).toFloatArray();
    assertThat(periods).hasSize(expected.length);
    for (int i = 0; i < periods.length; i++) {
      assertThat(periods[i]).isCloseTo(expected[i], within(relative * expected[i]));
    }
  }

  private void check(String name, RopeConfig config, Draw draw, int rows, int columns)
      throws IOException {
    double[] periods = RotaryEmbedding.periods(config, 64);
    RotaryEmbedding table = RotaryEmbedding.of(manager, config, periods, draw, 0, rows, columns);
    golden.check(name + ".sin", table.sin());
    golden.check(name + ".cos", table.cos());
  }
}

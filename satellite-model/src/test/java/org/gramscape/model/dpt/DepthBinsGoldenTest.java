package org.gramscape.model.dpt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.List;
import org.gramscape.model.Golden;
import org.gramscape.model.dpt.DepthBins.Spacing;
import org.gramscape.model.dpt.DepthBins.Weighting;
import org.gramscape.model.kernel.Torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bins and what is read from them against the reference. */
class DepthBinsGoldenTest {
  private static final int COUNT = 256;

  private NDManager manager;

  @BeforeEach
  void open() {
    manager = Torch.newManager();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private static DepthBins bins(Spacing spacing, Weighting weighting) {
    // The reference's mixture is of an eighth of the range, and scaled when read.
    return spacing == Spacing.MIXLOG
        ? new DepthBins(COUNT, 0.001, 12, spacing, weighting, 1)
        : new DepthBins(COUNT, 0.001, 96, spacing, weighting, 1);
  }

  @Test
  void binsAreTheReferences() throws Exception {
    try (Golden golden = new Golden("depth_decode")) {
      for (Spacing spacing : Spacing.values()) {
        double[] heights = bins(spacing, Weighting.RELU).heights();
        float[] expected =
            golden
                .get("bins." + spacing.name().toLowerCase() + ".0.001.96.256", manager)
                .toFloatArray();
        for (int i = 0; i < COUNT; i++) {
          assertThat(heights[i]).isCloseTo(expected[i], within(2e-5 * Math.max(1, expected[i])));
        }
      }
    }
  }

  @Test
  void heightsAreTheReferences() throws Exception {
    try (Golden golden = new Golden("depth_decode")) {
      NDArray x = golden.get("x", manager);
      for (Spacing spacing : Spacing.values()) {
        for (Weighting weighting : Weighting.values()) {
          // Only this weighting scales, whatever the bins.
          double scale = weighting == Weighting.RELU ? 8 : 1;
          NDArray heights = heights(bins(spacing, weighting), x).div(1 / scale);
          golden.checkRelative(name(spacing, weighting) + ".y", heights, 1e-5);
        }
      }
    }
  }

  @Test
  void gradientsAreTheReferences() throws Exception {
    try (Golden golden = new Golden("depth_decode")) {
      for (String name : List.of("linear", "chmv2_mixlog")) {
        boolean chmv2 = name.startsWith("chmv2");
        DepthBins bins = chmv2 ? DepthBins.CHMV2 : bins(Spacing.LINEAR, Weighting.LINEAR);
        NDArray x = golden.get("x", manager);
        x.setRequiresGradient(true);
        try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
          gradients.backward(heights(bins, x).sum());
        }
        golden.checkRelative("decode." + name + "." + name + ".grad", x.getGradient(), 2e-4);
      }
    }
  }

  @Test
  void oneOutputIsTheHeightItself() throws Exception {
    try (Golden golden = new Golden("depth_decode")) {
      DepthBins none = new DepthBins(1, 0.001, 96, Spacing.LINEAR, Weighting.LINEAR, 1);
      NDArray x = golden.get("x", manager).get(new NDIndex(":, 0:1"));
      NDArray one = manager.ones(new Shape(1, 1, 1, 1));
      NDArray zero = manager.zeros(new Shape(1));
      golden.check("decode.single_channel.y", none.heights(x, one, zero));
      NDArray moments = none.moments(x, one, zero);
      golden.check("decode.single_channel.y", moments.get(0).expandDims(1));
      assertThat(moments.get(1).max().getFloat()).isZero();
    }
  }

  /** All weight on one bin is no spread; half on each of two is half of their distance. */
  @Test
  void spreadIsTheDistributions() {
    DepthBins bins = new DepthBins(3, 1, 9, Spacing.LINEAR, Weighting.RELU, 2);
    float[] logits = {0, 5, 0, 5, 0, 5};
    NDArray x = manager.create(logits, new Shape(1, 2, 1, 3)).transpose(0, 3, 2, 1);
    NDArray moments = bins.moments(x, identity(3), manager.zeros(new Shape(3)));
    assertThat(moments.get(0).toFloatArray()).containsExactly(new float[] {10, 10}, within(1e-4f));
    assertThat(moments.get(1).toFloatArray()).containsExactly(new float[] {0, 8}, within(1e-2f));
  }

  private NDArray heights(DepthBins bins, NDArray logits) {
    return bins.heights(logits, identity(COUNT), manager.zeros(new Shape(COUNT)));
  }

  private NDArray identity(int count) {
    return manager.eye(count).reshape(count, count, 1, 1);
  }

  private static String name(Spacing spacing, Weighting weighting) {
    return "decode.%s.%s"
        .formatted(
            spacing == Spacing.MIXLOG ? "chmv2_mixlog" : spacing.name().toLowerCase(),
            weighting == Weighting.RELU ? "chmv2_mixlog" : weighting.name().toLowerCase());
  }
}

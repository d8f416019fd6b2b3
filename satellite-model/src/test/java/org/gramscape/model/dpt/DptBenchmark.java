package org.gramscape.model.dpt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import org.gramscape.model.Precision;
import org.gramscape.model.kernel.FusedBlocks;
import org.gramscape.model.kernel.Torch;
import org.gramscape.model.vit.VisionTransformer;
import org.gramscape.model.vit.VitFeatures;
import org.gramscape.model.vit.VitVariant;
import org.gramscape.model.weights.RandomWeights;

/**
 * How long CHMv2's head takes beside its backbone, both with random weights, on one thread: its
 * processor time, which other work on the machine changes little.
 *
 * <p>{@code java ... DptBenchmark [side in pixels]}, with the tests' class path.
 */
public final class DptBenchmark {
  private static final int ROUNDS = 3;

  private DptBenchmark() {}

  /** Measures at each precision. */
  public static void main(String[] arguments) {
    int side = arguments.length == 0 ? 512 : Integer.parseInt(arguments[0]);
    for (Precision precision : List.of(Precision.FP32, Precision.BF16)) {
      measure(side, precision);
    }
  }

  private static void measure(int side, Precision precision) {
    try (NDManager manager = Torch.newManager()) {
      VisionTransformer backbone = new VisionTransformer(VitVariant.LARGE.config());
      RandomWeights.fill(backbone, manager);
      DptHead network = new DptHead(DptConfig.CHMV2, precision);
      network
          .namedShapes()
          .forEach(
              (name, shape) ->
                  network
                      .namedParameters()
                      .get(name)
                      .setArray(manager.randomUniform(-0.02f, 0.02f, shape)));
      DepthHead head = new DepthHead(network, DepthBins.CHMV2);
      try (FusedBlocks blocks = new FusedBlocks(backbone, precision)) {
        double body = Double.MAX_VALUE;
        double top = Double.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++) {
          try (NDManager scope = manager.newSubManager()) {
            NDArray image = scope.randomNormal(new Shape(1, 3, side, side));
            long start = nanos();
            List<VitFeatures> taps =
                backbone.intermediateLayers(image, DptConfig.CHMV2.taps(), true, blocks);
            long middle = nanos();
            head.moments(taps);
            body = Math.min(body, (middle - start) / 1e9);
            top = Math.min(top, (nanos() - middle) / 1e9);
          }
        }
        System.out.printf(
            Locale.ROOT,
            "%d x %d px, %s: backbone %.2f s, head %.2f s, %.0f %%%n",
            side,
            side,
            precision,
            body,
            top,
            100 * top / body);
      }
    }
  }

  private static long nanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}

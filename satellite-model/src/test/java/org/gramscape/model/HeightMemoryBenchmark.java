package org.gramscape.model;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.gramscape.model.dpt.DepthBins;
import org.gramscape.model.dpt.DepthHead;
import org.gramscape.model.dpt.DptConfig;
import org.gramscape.model.dpt.DptHead;
import org.gramscape.model.kernel.FusedBlocks;
import org.gramscape.model.kernel.Torch;
import org.gramscape.model.vit.VisionTransformer;
import org.gramscape.model.vit.VitConfig;
import org.gramscape.model.weights.RandomWeights;

/**
 * How much a process grows while a network of random values says heights, and how much it is
 * thought to; Linux only; not a test. A process measures once: later calls find memory that earlier
 * ones have left.
 *
 * <p>Arguments: the backbone's width, depth and heads; {@code chmv2} or {@code small}, its head;
 * the tile's side; precision.
 */
final class HeightMemoryBenchmark {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path PEAK = Path.of("/proc/self/clear_refs");

  private HeightMemoryBenchmark() {}

  public static void main(String[] arguments) throws IOException {
    VitConfig backbone =
        VitConfig.mlp(
            Integer.parseInt(arguments[0]),
            Integer.parseInt(arguments[1]),
            Integer.parseInt(arguments[2]));
    DptConfig head =
        arguments[3].equals("chmv2")
            ? DptConfig.CHMV2
            : DptConfig.of(
                backbone.width(), backbone.depth(), List.of(48, 64, 96, 128), 64, 32, 64);
    Growth growth =
        measure(backbone, head, Integer.parseInt(arguments[4]), Precision.valueOf(arguments[5]));
    System.out.printf(
        Locale.ROOT,
        "%s: grew by %d MB, %d MB expected, %.2f of that%n",
        String.join(" ", arguments),
        growth.measured() >> 20,
        growth.expected() >> 20,
        (double) growth.measured() / growth.expected());
  }

  /**
   * Of a process, in bytes.
   *
   * @param expected what the network said before
   */
  record Growth(long measured, long expected) {}

  /** Predicts a tile once. */
  static Growth measure(VitConfig config, DptConfig headConfig, int side, Precision precision)
      throws IOException {
    NDManager manager = Torch.newManager();
    VisionTransformer backbone = new VisionTransformer(config);
    RandomWeights.fill(backbone, manager);
    DptHead head = new DptHead(headConfig, precision);
    head.namedShapes()
        .forEach(
            (name, shape) ->
                head.namedParameters()
                    .get(name)
                    .setArray(manager.randomUniform(-0.02f, 0.02f, shape)));
    DepthBins bins =
        new DepthBins(
            headConfig.outputs(), 0.001, 12, DepthBins.Spacing.MIXLOG, DepthBins.Weighting.RELU, 8);
    try (HeightNetwork network =
        new VitHeightNetwork(
            null,
            backbone,
            new FusedBlocks(backbone, precision),
            new DepthHead(head, bins),
            "",
            manager,
            ComputeDevice.CPU)) {
      // Compiles the kernels.
      network.predict(new float[3 * 64 * 64], 64, 64);
      float[] image = new float[3 * side * side];
      long before = kilobytes("VmRSS:");
      Files.writeString(PEAK, "5");
      network.predict(image, side, side);
      return new Growth(1024 * (kilobytes("VmHWM:") - before), network.workingMemory(side, side));
    }
  }

  private static long kilobytes(String field) throws IOException {
    return Files.readAllLines(STATUS).stream()
        .filter(line -> line.startsWith(field))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}

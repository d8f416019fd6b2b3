package org.gramscape.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.gramscape.model.kernel.Torch;
import org.gramscape.model.vit.VisionTransformer;
import org.gramscape.model.vit.VitConfig;
import org.gramscape.model.vit.VitVariant;
import org.gramscape.model.weights.RandomWeights;

/**
 * Seconds and GFLOP/s of a backbone with random weights; not a test.
 *
 * <p>Arguments: variant ({@code vitl16}), side in pixels, precision, threads, tiles a thread.
 */
final class BackboneBenchmark {
  private BackboneBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    String variant = arguments[0];
    int side = Integer.parseInt(arguments[1]);
    Precision precision = Precision.valueOf(arguments[2]);
    int threads = Integer.parseInt(arguments[3]);
    int tiles = Integer.parseInt(arguments[4]);
    VitConfig config = config(variant);
    VisionTransformer network = new VisionTransformer(config);
    NDManager manager = Torch.newManager();
    RandomWeights.fill(network, manager);
    ModelInfo info =
        new ModelInfo(
            variant,
            variant,
            network.parameterCount(),
            config.width(),
            config.depth(),
            config.patchSize(),
            ImageNormalisation.SAT_493M,
            0.6,
            false,
            "",
            "");
    System.out.printf(Locale.ROOT, "matrix products: %.0f GFLOP/s a thread%n", matrixRate());
    try (FeatureExtractor model = ModelReader.extractor(info, network, manager, precision)) {
      float[] image = new float[3 * side * side];
      model.extract(new float[3 * 64 * 64], 64, 64, -1);
      long before = residentPeak();
      double processor = processorSeconds();
      double seconds = seconds(model, image, side, threads, tiles);
      double perTile = seconds / (threads * tiles);
      processor = (processorSeconds() - processor) / (threads * tiles);
      System.out.printf(
          Locale.ROOT,
          "%s %d px %s, %d threads: %.3f s a tile, %.0f GFLOP/s; %.3f s of a core, %.0f GFLOP/s a core;"
              + " %d MB more at the peak, %d by formula%n",
          variant,
          side,
          precision,
          threads,
          perTile,
          flops(config, side) / perTile / 1e9,
          processor,
          flops(config, side) / processor / 1e9,
          (residentPeak() - before) >> 10,
          (threads * model.workingMemory(side, side)) >> 20);
    }
  }

  private static VitConfig config(String name) {
    for (VitVariant variant : VitVariant.values()) {
      if (variant.architecture().equals(name)) {
        return variant.config();
      }
    }
    return VitConfig.mlp(384, 3, 6);
  }

  private static double seconds(
      FeatureExtractor model, float[] image, int side, int threads, int tiles) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    List<Callable<Void>> work = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      work.add(
          () -> {
            for (int i = 0; i < tiles; i++) {
              model.extract(image, side, side, -1);
            }
            return null;
          });
    }
    long start = System.nanoTime();
    for (Future<Void> done : pool.invokeAll(work)) {
      done.get();
    }
    pool.shutdown();
    return (System.nanoTime() - start) / 1e9;
  }

  /** Multiplications and additions of the blocks and the patch embedding. */
  private static double flops(VitConfig c, int side) {
    double patches = Math.pow(side / c.patchSize(), 2);
    double tokens = c.prefixTokens() + patches;
    int products = c.hiddenWidth() * (c.feedForward().name().equals("MLP") ? 2 : 3);
    double linear = 2 * tokens * c.width() * (4.0 * c.width() + products);
    double attention = 4 * tokens * tokens * c.width();
    return c.depth() * (linear + attention) + 2 * patches * c.width() * 3 * 256;
  }

  private static double matrixRate() {
    try (NDManager manager = Torch.newManager()) {
      NDArray a = manager.ones(new Shape(1024, 4096), DataType.FLOAT32);
      NDArray b = manager.ones(new Shape(4096, 1024), DataType.FLOAT32);
      double best = 0;
      for (int i = 0; i < 20; i++) {
        long start = System.nanoTime();
        a.matMul(b).close();
        best = Math.max(best, 2.0 * 1024 * 1024 * 4096 / (System.nanoTime() - start));
      }
      return best;
    }
  }

  /** Of the whole process; tells more than the clock on a busy machine. */
  private static double processorSeconds() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime()
        / 1e9;
  }

  /** Kilobytes of resident memory at the most so far (Linux). */
  private static long residentPeak() throws Exception {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmHWM:")) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    return 0;
  }
}

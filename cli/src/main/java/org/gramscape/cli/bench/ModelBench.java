package org.gramscape.cli.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.gramscape.model.FeatureExtractor;
import org.gramscape.model.Layers;
import org.gramscape.model.Precision;
import org.gramscape.model.kernel.LinearSpeed;
import org.gramscape.model.vit.VitConfig;

/**
 * Seconds a tile of a vision transformer in every precision, beside the speed of its matrix
 * products alone.
 *
 * <p>Every round measures everything once, so that a machine that slows down slows all down; the
 * best round of each counts.
 *
 * @param name what is measured, in words
 * @param opening opens it
 * @param side of a tile in pixels
 * @param threads tiles at once
 */
public record ModelBench(
    String name,
    VitConfig config,
    Opening opening,
    int side,
    int threads,
    int rounds,
    PrintWriter out) {

  /** Opens the same network in any precision; the caller closes it. */
  public interface Opening {
    FeatureExtractor open(Precision precision) throws IOException;
  }

  /** Measures and prints. */
  public void run() throws IOException, InterruptedException {
    int patches = (side / config.patchSize()) * (side / config.patchSize());
    int tokens = config.prefixTokens() + patches;
    out.printf(
        Locale.ROOT,
        "%s, %d px (%d tokens), %d tiles at once, best of %d rounds%n",
        name,
        side,
        tokens,
        threads,
        rounds);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    Map<Precision, FeatureExtractor> models = new EnumMap<>(Precision.class);
    try (LinearSpeed kernels = LinearSpeed.ofKernels(config, tokens);
        LinearSpeed libtorch = LinearSpeed.ofLibtorch(config, tokens)) {
      for (Precision precision : Precision.values()) {
        models.put(precision, opening.open(precision));
      }
      float[] image = image();
      double ownRate = 0;
      double libtorchRate = 0;
      Map<Precision, List<Double>> seconds = new EnumMap<>(Precision.class);
      Map<Precision, float[]> features =
          Collections.synchronizedMap(new EnumMap<>(Precision.class));
      for (int round = 0; round <= rounds; round++) {
        double own = threads * kernels.operations() / seconds(pool, kernels::run);
        double plain = threads * libtorch.operations() / seconds(pool, libtorch::run);
        ownRate = Math.max(ownRate, own);
        libtorchRate = Math.max(libtorchRate, plain);
        for (Precision precision : Precision.values()) {
          FeatureExtractor model = models.get(precision);
          double tile =
              seconds(
                      pool,
                      () ->
                          features.put(
                              precision, model.extract(image, side, side, Layers.LAST).values()))
                  / threads;
          // The first round warms up.
          if (round > 0) {
            seconds.computeIfAbsent(precision, p -> new ArrayList<>()).add(tile);
          }
        }
      }
      print(tokens, patches, ownRate, libtorchRate, seconds, features);
    } finally {
      models.values().forEach(FeatureExtractor::close);
      pool.shutdown();
    }
  }

  private void print(
      int tokens,
      int patches,
      double ownRate,
      double libtorchRate,
      Map<Precision, List<Double>> seconds,
      Map<Precision, float[]> features) {
    out.printf(
        Locale.ROOT,
        "float32 matrix products alone: %.0f GFLOP/s by oneDNN, %.0f by libtorch itself%n",
        ownRate / 1e9,
        libtorchRate / 1e9);
    out.printf(
        "%-9s %9s %9s %8s %9s %8s %12s%n",
        "precision", "s a tile", "median", "GFLOP/s", "of fp32's", "to fp32", "least cosine");
    double reference = Collections.min(seconds.get(Precision.FP32));
    for (Precision precision : Precision.values()) {
      List<Double> sorted = seconds.get(precision).stream().sorted().toList();
      double speed = operations(tokens, patches) / sorted.get(0);
      out.printf(
          Locale.ROOT,
          "%-9s %9.3f %9.3f %8.0f %8.0f%% %7.2fx %12.5f%n",
          precision.name().toLowerCase(Locale.ROOT),
          sorted.get(0),
          sorted.get(sorted.size() / 2),
          speed / 1e9,
          100 * speed / Math.max(ownRate, libtorchRate),
          reference / sorted.get(0),
          leastCosine(features.get(Precision.FP32), features.get(precision), config.width()));
    }
  }

  /** What one call takes when every thread makes one. */
  private double seconds(ExecutorService pool, Runnable call) throws InterruptedException {
    List<Callable<Object>> calls = Collections.nCopies(threads, Executors.callable(call));
    long start = System.nanoTime();
    for (Future<Object> done : pool.invokeAll(calls)) {
      try {
        done.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      }
    }
    return (System.nanoTime() - start) / 1e9;
  }

  private float[] image() {
    SplittableRandom random = new SplittableRandom(1);
    float[] image = new float[config.bands() * side * side];
    for (int i = 0; i < image.length; i++) {
      image[i] = (float) (random.nextDouble() * 4 - 2);
    }
    return image;
  }

  /** Multiplications and additions of the blocks and the patch embedding. */
  private double operations(int tokens, int patches) {
    int feedForward =
        switch (config.feedForward()) {
          case MLP -> 2 * config.hiddenWidth();
          case SWIGLU -> 3 * config.hiddenWidth();
        };
    double linear = 2.0 * tokens * config.width() * (4.0 * config.width() + feedForward);
    double attention = 4.0 * tokens * tokens * config.width();
    double embedding =
        2.0 * patches * config.width() * config.bands() * config.patchSize() * config.patchSize();
    return config.depth() * (linear + attention) + embedding;
  }

  private static double leastCosine(float[] a, float[] b, int length) {
    double least = 1;
    for (int from = 0; from < a.length; from += length) {
      double ab = 0;
      double aa = 0;
      double bb = 0;
      for (int i = from; i < from + length; i++) {
        ab += (double) a[i] * b[i];
        aa += (double) a[i] * a[i];
        bb += (double) b[i] * b[i];
      }
      least = Math.min(least, ab / Math.sqrt(aa * bb));
    }
    return least;
  }
}

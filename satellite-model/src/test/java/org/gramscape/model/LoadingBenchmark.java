package org.gramscape.model;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gramscape.model.kernel.Torch;
import org.gramscape.model.vit.VisionTransformer;
import org.gramscape.model.vit.VitVariant;
import org.gramscape.model.weights.RandomWeights;
import org.gramscape.model.weights.StorageType;

/**
 * Seconds and memory of opening weights and of using them once; Linux only; not a test.
 *
 * <p>Arguments: a file or a folder of weights, a folder for a store, precision. Random weights of a
 * released size, as {@code vitl16:BF16}, are made beside the store. The weights are imported first,
 * so that the second run with the same store tells of opening alone.
 */
final class LoadingBenchmark {
  private LoadingBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    Path store = Path.of(arguments[1]);
    Models models = new Models(store);
    Precision precision = Precision.valueOf(arguments[2]);
    long start = System.nanoTime();
    if (!models.list().contains("measured")) {
      Path weights =
          arguments[0].matches("vit\\w+:\\w+")
              ? random(arguments[0].split(":"), store.resolveSibling(arguments[0]))
              : Path.of(arguments[0]);
      models.importWeights(weights, "measured", Optional.empty());
      report("import", start);
    }
    start = System.nanoTime();
    try (FeatureExtractor model = models.open("measured", precision, ComputeDevice.CPU)) {
      report("open", start);
      start = System.nanoTime();
      model.extract(new float[3 * 224 * 224], 224, 224, Layers.LAST);
      report("use at 224 px", start);
    }
  }

  private static Path random(String[] sizeAndType, Path folder) throws IOException {
    VitVariant size =
        Stream.of(VitVariant.values())
            .filter(variant -> variant.architecture().equals(sizeAndType[0]))
            .findFirst()
            .orElseThrow();
    VisionTransformer network = new VisionTransformer(size.config());
    try (NDManager manager = Torch.newManager()) {
      RandomWeights.fill(network, manager);
      new TrainedBackbone(network, ImageNormalisation.SAT_493M, 0.6, "Random weights.")
          .export(folder, StorageType.valueOf(sizeAndType[1]));
    }
    return folder;
  }

  private static void report(String what, long start) throws IOException {
    String memory =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.matches("(VmHWM|RssAnon|RssFile).*"))
            .map(line -> line.replaceAll("\\s+", " "))
            .collect(Collectors.joining(", "));
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(Locale.ROOT, "%s: %.1f s; %s%n", what, seconds, memory);
  }
}

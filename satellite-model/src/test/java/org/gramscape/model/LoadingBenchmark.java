package org.gramscape.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Seconds and memory of opening weights and of using them once; Linux only; not a test.
 *
 * <p>Arguments: a file or a folder of weights, a folder for a store, precision. The weights are
 * imported first, so that the second run with the same store tells of opening alone.
 */
final class LoadingBenchmark {
  private LoadingBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    Models models = new Models(Path.of(arguments[1]));
    Precision precision = Precision.valueOf(arguments[2]);
    long start = System.nanoTime();
    if (!models.list().contains("measured")) {
      models.importWeights(Path.of(arguments[0]), "measured", java.util.Optional.empty());
      report("import", start);
    }
    start = System.nanoTime();
    try (FeatureExtractor model = models.open("measured", precision, ComputeDevice.CPU)) {
      report("open", start);
      start = System.nanoTime();
      model.extract(new float[3 * 224 * 224], 224, 224, -1);
      report("use at 224 px", start);
    }
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

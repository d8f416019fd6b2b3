package org.gramscape.cli.option;

import java.io.IOException;
import java.util.Locale;
import org.gramscape.model.FeatureExtractor;
import org.gramscape.model.ModelInfo;
import org.gramscape.model.Models;
import org.gramscape.model.Precision;
import picocli.CommandLine.Option;

/** Which backbone computes features, and how. */
public final class ModelOptions {
  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description =
          "The backbone: a name of `gramscape model list`, a safetensors file or its folder"
              + " (default: the built-in untrained one, or the one that the head was fitted on).")
  private String model;

  @Option(
      names = "--precision",
      paramLabel = "NUMBERS",
      defaultValue = "fp32",
      description = "fp32, bf16 or int8 (default: ${DEFAULT-VALUE}).")
  private Precision precision;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Tiles computed at once (default: the number of cores).")
  private int threads = Runtime.getRuntime().availableProcessors();

  public int threads() {
    if (threads < 1) {
      throw new IllegalArgumentException("--threads " + threads + ": at least one is needed");
    }
    return threads;
  }

  /** Opens the model; the caller closes it. */
  public FeatureExtractor open() throws IOException {
    return open(Models.untrained());
  }

  /**
   * Opens the model; the caller closes it.
   *
   * @param standard the name of the model if none was asked for
   */
  public FeatureExtractor open(String standard) throws IOException {
    return Models.local().open(model == null ? standard : model, precision);
  }

  /** The first line of what a command says: the model and how it computes. */
  public String describe(ModelInfo info) {
    return String.format(
        Locale.ROOT,
        "Model %s: %s, %.1f M parameters, %s; %s on the CPU, %d threads",
        info.name(),
        info.architecture(),
        info.parameters() / 1e6,
        info.trained() ? "trained" : "UNTRAINED (random weights, for trying things out)",
        precision.name().toLowerCase(Locale.ROOT),
        threads);
  }
}

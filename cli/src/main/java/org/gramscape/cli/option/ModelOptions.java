package org.gramscape.cli.option;

import java.util.Locale;
import org.gramscape.model.FeatureExtractor;
import org.gramscape.model.ModelInfo;
import org.gramscape.model.Models;
import org.gramscape.model.UnusableWeightsException;
import picocli.CommandLine.Option;

/** Which backbone computes features, and how. */
public final class ModelOptions {
  @Option(
      names = "--model",
      paramLabel = "MODEL",
      defaultValue = Models.UNTRAINED_TINY,
      description = "The backbone: a name of `gramscape model list` (default: ${DEFAULT-VALUE}).")
  private String model;

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

  public String model() {
    return model;
  }

  /** Opens the model; the caller closes it. */
  public FeatureExtractor open() throws UnusableWeightsException {
    return Models.open(model);
  }

  /** The first line of what a command says. */
  public String describe(ModelInfo info, String backend) {
    return String.format(
        Locale.ROOT,
        "Model %s (%s, %.1f M parameters, %s), fp32 on the CPU, %d threads; raster read by %s",
        info.name(),
        info.architecture(),
        info.parameters() / 1e6,
        info.trained() ? "trained" : "UNTRAINED: its maps show structure, not knowledge",
        threads,
        backend);
  }
}

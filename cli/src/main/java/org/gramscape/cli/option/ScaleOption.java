package org.gramscape.cli.option;

import org.gramscape.tiling.ScaleRule;
import picocli.CommandLine.Option;

/** Which stored values a model sees as black and as white. */
public final class ScaleOption {
  @Option(
      names = "--scale",
      paramLabel = "HOW",
      defaultValue = "bits",
      description =
          "Which stored values are black and white: bits (all that the bit depth allows),"
              + " range:LOW,HIGH, or percentile:LOW,HIGH of each whole scene, e.g. percentile:2,98"
              + " (default: ${DEFAULT-VALUE}).")
  private ScaleRule scale;

  public ScaleRule get() {
    return scale;
  }
}

package org.gramscape.cli.option;

import org.gramscape.model.ComputeDevice;
import org.gramscape.model.Precision;
import picocli.CommandLine.Option;

/** In what numbers a network is trained. */
public final class TrainingPrecision {

  /** Spelled as on the command line. */
  enum Numbers {
    fp32,
    bf16
  }

  @Option(
      names = "--precision",
      paramLabel = "NUMBERS",
      defaultValue = "fp32",
      description =
          "Of matrix products, attention and a head's convolutions: ${COMPLETION-CANDIDATES};"
              + " weights are fp32 in both (default: ${DEFAULT-VALUE}).")
  private Numbers numbers;

  public Precision get() {
    return numbers == Numbers.bf16 ? Precision.BF16 : Precision.FP32;
  }

  /** In what numbers and on what kind of device, as a checkpoint says it. */
  public String computed(ComputeDevice device) {
    return "%s on %s".formatted(numbers, device.isGpu() ? "cuda" : "cpu");
  }

  /** How training on a device computes, in words. */
  public String describe(ComputeDevice device) {
    return "%s on %s, %d threads"
        .formatted(
            numbers,
            device.isGpu() ? device : "the CPU",
            Runtime.getRuntime().availableProcessors());
  }
}

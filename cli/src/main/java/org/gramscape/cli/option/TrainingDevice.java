package org.gramscape.cli.option;

import org.gramscape.model.ComputeDevice;
import org.gramscape.model.Precision;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where a network is trained, and in what numbers. */
public final class TrainingDevice {

  /** Spelled as on the command line. */
  enum Numbers {
    fp32,
    bf16
  }

  @Mixin private DeviceOption device;

  @Option(
      names = "--precision",
      paramLabel = "NUMBERS",
      defaultValue = "fp32",
      description =
          "Of matrix products and attention: ${COMPLETION-CANDIDATES}; weights are fp32 in both"
              + " (default: ${DEFAULT-VALUE}).")
  private Numbers numbers;

  public ComputeDevice device() {
    return device.get();
  }

  public Precision precision() {
    return numbers == Numbers.bf16 ? Precision.BF16 : Precision.FP32;
  }

  /** How training computes, in words. */
  public String describe() {
    return "%s on %s, %d threads"
        .formatted(
            numbers,
            device.get().isGpu() ? device.get() : "the CPU",
            Runtime.getRuntime().availableProcessors());
  }
}

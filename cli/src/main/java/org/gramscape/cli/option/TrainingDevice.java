package org.gramscape.cli.option;

import org.gramscape.model.ComputeDevice;
import org.gramscape.model.Precision;
import picocli.CommandLine.Option;

/** Where a network is trained, and in what numbers. */
public final class TrainingDevice {

  /** Spelled as on the command line. */
  enum Numbers {
    fp32,
    bf16
  }

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      defaultValue = "cpu",
      description =
          "cpu, or an NVIDIA GPU: cuda or cuda:1, which needs a libtorch with CUDA, see docs/gpu.md"
              + " (default: ${DEFAULT-VALUE}).")
  private ComputeDevice device;

  @Option(
      names = "--precision",
      paramLabel = "NUMBERS",
      defaultValue = "fp32",
      description =
          "Of matrix products and attention: ${COMPLETION-CANDIDATES}; weights are fp32 in both"
              + " (default: ${DEFAULT-VALUE}).")
  private Numbers numbers;

  public ComputeDevice device() {
    return device;
  }

  public Precision precision() {
    return numbers == Numbers.bf16 ? Precision.BF16 : Precision.FP32;
  }

  /** How training computes, in words. */
  public String describe() {
    return "%s on %s, %d threads"
        .formatted(
            numbers,
            device.isGpu() ? device : "the CPU",
            Runtime.getRuntime().availableProcessors());
  }
}

package org.gramscape.cli.option;

import org.gramscape.model.ComputeDevice;
import picocli.CommandLine.Option;

/** Where a network computes. */
public final class DeviceOption {
  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      defaultValue = "cpu",
      description =
          "cpu, or an NVIDIA GPU: cuda or cuda:1, which needs a libtorch with CUDA, see docs/gpu.md"
              + " (default: ${DEFAULT-VALUE}).")
  private ComputeDevice device;

  public ComputeDevice get() {
    return device;
  }
}

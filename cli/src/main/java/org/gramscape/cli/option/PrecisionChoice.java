package org.gramscape.cli.option;

import org.gramscape.model.ComputeDevice;
import org.gramscape.model.Precision;

/** What {@code --precision} takes, spelled as on the command line. */
enum PrecisionChoice {
  auto,
  fp32,
  bf16,
  int8;

  /** {@code auto} by what the processor has; what a GPU has is not known. */
  Precision precision(ComputeDevice device) {
    return switch (this) {
      case auto -> device.isGpu() ? Precision.FP32 : Precision.ofThisProcessor();
      case fp32 -> Precision.FP32;
      case bf16 -> Precision.BF16;
      case int8 -> Precision.INT8;
    };
  }
}

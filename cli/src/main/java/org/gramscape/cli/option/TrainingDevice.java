package org.gramscape.cli.option;

import org.gramscape.model.ComputeDevice;
import org.gramscape.model.Precision;
import picocli.CommandLine.Mixin;

/** Where a network is trained, and in what numbers. */
public final class TrainingDevice {
  @Mixin private DeviceOption device;
  @Mixin private TrainingPrecision precision;

  public ComputeDevice device() {
    return device.get();
  }

  public Precision precision() {
    return precision.get();
  }

  /** See {@link TrainingPrecision#computed}. */
  public String computed() {
    return precision.computed(device.get());
  }

  /** How training computes, in words. */
  public String describe() {
    return precision.describe(device.get());
  }
}

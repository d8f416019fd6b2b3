package org.gramscape.cli.option;

import org.gramscape.model.weights.StorageType;

/** How weights are written, spelled as on the command line. */
public enum StorageChoice {
  fp32(StorageType.F32),
  bf16(StorageType.BF16),
  fp16(StorageType.F16);

  private final StorageType type;

  StorageChoice(StorageType type) {
    this.type = type;
  }

  public StorageType type() {
    return type;
  }
}

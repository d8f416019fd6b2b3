package org.gramscape.model;

/** In what numbers a backbone computes. Features come as float32 from each. */
public enum Precision {
  /** 32-bit floating point: the reference. */
  FP32(4),
  /** Matrix products in bfloat16, their sums and the tokens between the blocks in float32. */
  BF16(2),
  /** Linear layers in 8-bit integers, quantised as they come; attention in bfloat16. */
  INT8(1);

  private final int weightBytes;

  Precision(int weightBytes) {
    this.weightBytes = weightBytes;
  }

  /** Bytes of a weight of the blocks' linear layers, as it is held. */
  int weightBytes() {
    return weightBytes;
  }

  /**
   * The fastest one with features like the reference's: {@link #BF16} where the processor says that
   * it multiplies such numbers, as Linux tells; {@link #FP32} elsewhere.
   */
  public static Precision ofThisProcessor() {
    return Processor.ofThisMachine().multipliesBfloat16() ? BF16 : FP32;
  }
}

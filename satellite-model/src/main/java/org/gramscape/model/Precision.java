package org.gramscape.model;

/** In what numbers a backbone computes. Features come as float32 from each. */
public enum Precision {
  /** 32-bit floating point: the reference. */
  FP32,
  /** Matrix products with weights in bfloat16, the rest in float32. */
  BF16,
  /** Matrix products in 8-bit integers, quantised as they come; the rest in float32. */
  INT8
}

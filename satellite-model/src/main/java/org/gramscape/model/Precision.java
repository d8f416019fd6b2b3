package org.gramscape.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;

/** In what numbers a backbone computes. Features come as float32 from each. */
public enum Precision {
  /** 32-bit floating point: the reference. */
  FP32(4),
  /** Matrix products in bfloat16, their sums and the tokens between the blocks in float32. */
  BF16(2),
  /** Linear layers in 8-bit integers, quantised as they come; attention in bfloat16. */
  INT8(1);

  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

  /** As Linux names them: of AMD and Intel, and of ARM. */
  private static final Set<String> BFLOAT16_PRODUCTS = Set.of("avx512_bf16", "amx_bf16", "bf16");

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
    try (Stream<String> lines = Files.lines(PROCESSORS)) {
      return of(lines);
    } catch (IOException e) {
      return FP32;
    }
  }

  static Precision of(Stream<String> processors) {
    return processors
            .filter(line -> line.startsWith("flags") || line.startsWith("Features"))
            .flatMap(line -> Stream.of(line.split("\\s+")))
            .anyMatch(BFLOAT16_PRODUCTS::contains)
        ? BF16
        : FP32;
  }
}

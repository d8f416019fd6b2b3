package org.gramscape.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which precision a processor is given. */
class ProcessorTest {
  @ParameterizedTest
  @CsvSource({
    "flags : fpu avx512f avx512_bf16 clzero, BF16",
    "flags : fpu avx512f amx_bf16, BF16",
    "Features : fp asimd bf16, BF16",
    "flags : fpu avx2 avx512f, FP32",
    "model name : bf16, FP32"
  })
  void itsFlagsTell(String line, Precision precision) {
    assertThat(Precision.of(Stream.of("processor : 0", line))).isEqualTo(precision);
  }
}

package org.gramscape.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Linux's lines tell of a processor. */
class ProcessorTest {
  @ParameterizedTest
  @CsvSource({
    "flags : fpu avx512f avx512_bf16 clzero, true",
    "flags : fpu avx512f amx_bf16, true",
    "Features : fp asimd bf16, true",
    "flags : fpu avx2 avx512f, false",
    "model name : bf16, false",
    "flags, false"
  })
  void whetherItMultipliesBfloat16(String line, boolean does) {
    assertThat(Processor.of(Stream.of("processor : 0", line)).multipliesBfloat16()).isEqualTo(does);
  }

  @ParameterizedTest
  @CsvSource({
    "vendor_id : GenuineIntel, true",
    "vendor_id : AuthenticAMD, false",
    "model name : GenuineIntel, false"
  })
  void whoMadeIt(String line, boolean intel) {
    assertThat(Processor.of(Stream.of("processor : 0", line, "")).isIntels()).isEqualTo(intel);
  }
}

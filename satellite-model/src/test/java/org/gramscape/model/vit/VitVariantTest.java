package org.gramscape.model.vit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Sizes as published; counted from shapes, so that even 7B needs no memory. */
class VitVariantTest {
  @Test
  void parameterCounts() {
    assertThat(count(VitVariant.SMALL.config())).isEqualTo(21_601_152);
    assertThat(count(VitVariant.LARGE.config())).isEqualTo(303_154_176);
    VitConfig sat = VitVariant.LARGE.config().toBuilder().untieLocalClassNorm(true).build();
    assertThat(count(sat)).isEqualTo(303_154_176 + 2048);
    assertThat(count(VitVariant.BASE.config()) / 1_000_000).isEqualTo(85);
    assertThat(count(VitVariant.HUGE_PLUS.config()) / 1_000_000).isEqualTo(840);
    assertThat(count(VitVariant.SEVEN_BILLION.config()) / 1_000_000).isEqualTo(6716);
  }

  @Test
  void swigluWidthsAreRoundedUp() {
    assertThat(VitVariant.SMALL_PLUS.config().hiddenWidth()).isEqualTo(1536);
    assertThat(VitVariant.LARGE_PLUS.config().hiddenWidth()).isEqualTo(4096);
    assertThat(VitVariant.HUGE_PLUS.config().hiddenWidth()).isEqualTo(5120);
    assertThat(VitVariant.SEVEN_BILLION.config().hiddenWidth()).isEqualTo(8192);
    assertThat(VitConfig.swigluHiddenWidth(64, 3, 64)).isEqualTo(128);
    assertThat(VitConfig.swigluHiddenWidth(100, 1, 8)).isEqualTo(72);
  }

  @Test
  void headsAreAsWideAsPublished() {
    for (VitVariant variant : VitVariant.values()) {
      assertThat(variant.config().headWidth())
          .isEqualTo(variant == VitVariant.SEVEN_BILLION ? 128 : 64);
      assertThat(VitVariant.of(variant.config())).contains(variant);
    }
  }

  private static long count(VitConfig config) {
    return new VisionTransformer(config).parameterCount();
  }
}

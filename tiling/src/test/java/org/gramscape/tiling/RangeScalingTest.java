package org.gramscape.tiling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.raster.BandInfo;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.SampleType;
import org.gramscape.geoio.raster.Window;
import org.junit.jupiter.api.Test;

class RangeScalingTest {

  @Test
  void bitDepthIsTheDeclaredOne() throws IOException {
    RangeScaling bits = RangeScaling.bits(info(SampleType.UINT16, 12));
    assertThat(bits.scale(0, 0)).isZero();
    assertThat(bits.scale(0, 4095)).isEqualTo(1f);
    assertThat(bits.scale(0, 65535)).isEqualTo(1f);
    assertThat(RangeScaling.bits(info(SampleType.UINT8, 8)).scale(0, 51)).isEqualTo(0.2f);
    assertThat(RangeScaling.bits(info(SampleType.INT16, 16)).scale(0, 32767)).isEqualTo(1f);
  }

  @Test
  void floatsHaveNoBitDepth() {
    assertThatThrownBy(() -> RangeScaling.bits(info(SampleType.FLOAT32, 32)))
        .isInstanceOf(InvalidRasterException.class)
        .hasMessageContaining("--scale range:0,1");
  }

  @Test
  void percentilesAreThoseOfTheWholeSceneWithoutInvalidSamples() throws IOException {
    RasterSource ramp = source(SampleType.UINT16, 1001);
    RangeScaling scaling = RangeScaling.percentiles(ramp, new int[] {0}, 10, 90);
    assertThat(scaling.scale(0, 100)).isZero();
    assertThat(scaling.scale(0, 500)).isEqualTo(0.5f);
    assertThat(scaling.scale(0, 900)).isEqualTo(1f);
  }

  @Test
  void floatPercentilesAreAsFineAsTheRange() throws IOException {
    RangeScaling scaling =
        RangeScaling.percentiles(source(SampleType.FLOAT32, 1001), new int[] {0}, 10, 90);
    assertThat(scaling.low()[0]).isCloseTo(100, org.assertj.core.data.Offset.offset(0.1));
    assertThat(scaling.high()[0]).isCloseTo(900, org.assertj.core.data.Offset.offset(0.1));
  }

  @Test
  void rulesAreReadAsTheyAreWritten() {
    assertThat(ScaleRule.parse("bits")).isEqualTo(ScaleRule.BITS);
    assertThat(ScaleRule.parse("range:0,1e4"))
        .isEqualTo(new ScaleRule(ScaleRule.Kind.RANGE, 0, 10_000));
    assertThat(ScaleRule.parse("percentile:2,98"))
        .isEqualTo(new ScaleRule(ScaleRule.Kind.PERCENTILE, 2, 98));
    for (String wrong : List.of("", "byte", "range:1", "range:5,2", "percentile:2,101")) {
      assertThatThrownBy(() -> ScaleRule.parse(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("percentile:LOW,HIGH");
    }
  }

  /** Values 0, 1, 2 ... in one row; every odd pixel after them is invalid and huge. */
  private static RasterSource source(SampleType type, int length) {
    return new RasterSource() {
      @Override
      public RasterInfo info() {
        return RangeScalingTest.info(type, 8 * type.bytes(), length + 10);
      }

      @Override
      public PixelBlock read(Window window, int... bands) {
        PixelBlock block = PixelBlock.zeros(window, 1);
        for (int i = 0; i < window.size(); i++) {
          block.samples()[i] = i < length ? i : 60_000;
          block.valid()[i] = i < length;
        }
        return block;
      }

      @Override
      public void close() {}
    };
  }

  private static RasterInfo info(SampleType type, int bits) {
    return info(type, bits, 10);
  }

  private static RasterInfo info(SampleType type, int bits, int width) {
    BandInfo band = new BandInfo("", BandInfo.Role.UNDEFINED, OptionalDouble.empty(), bits, 1, 0);
    return new RasterInfo(
        "ramp",
        "JVM",
        "GTiff",
        width,
        1,
        type,
        Collections.nCopies(1, band),
        Optional.empty(),
        "",
        Optional.empty(),
        Map.of());
  }
}

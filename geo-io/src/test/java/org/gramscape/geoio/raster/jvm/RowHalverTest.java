package org.gramscape.geoio.raster.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import org.gramscape.geoio.raster.RasterSpec.Overviews;
import org.gramscape.geoio.raster.SampleType;
import org.junit.jupiter.api.Test;

class RowHalverTest {

  /** Halves two rows of one band. */
  private static double[] halve(
      SampleType type, Overviews method, OptionalDouble nodata, double[] upper, double[] lower) {
    int width = upper.length;
    SampleBuffer rows = new SampleBuffer(type, new byte[2 * width * type.bytes()]);
    for (int i = 0; i < width; i++) {
      rows.put(i, upper[i]);
      rows.put(width + i, lower[i]);
    }
    byte[] half =
        new RowHalver(type, 1, method, nodata).halve(rows.array(), 0, width * type.bytes(), width);
    SampleBuffer result = new SampleBuffer(type, half);
    double[] values = new double[(width + 1) / 2];
    for (int i = 0; i < values.length; i++) {
      values[i] = result.get(i);
    }
    return values;
  }

  @Test
  void averagesOnlyWhatIsValidAndKeepsZero() {
    OptionalDouble nodata = OptionalDouble.of(-9999);
    double[] upper = {0, 0, -9999, 6, -9999, -9999, 5};
    double[] lower = {0, 0, 2, Double.NaN, -9999, -9999, 7};
    assertThat(halve(SampleType.FLOAT32, Overviews.AVERAGE, nodata, upper, lower))
        .containsExactly(0, 4, -9999, 6);
  }

  @Test
  void anAverageNeverBecomesNodata() {
    double[] upper = {254, 0};
    double[] lower = {256, 0};
    assertThat(
            halve(
                SampleType.UINT16,
                Overviews.AVERAGE,
                OptionalDouble.of(255),
                new double[] {254, 254},
                new double[] {256, 256}))
        .containsExactly(254);
    assertThat(halve(SampleType.UINT16, Overviews.AVERAGE, OptionalDouble.of(0), upper, lower))
        .containsExactly(255);
  }

  @Test
  void theModeIsAClassThatIsThereAndTiesGoToTheLeast() {
    OptionalDouble nodata = OptionalDouble.of(255);
    double[] upper = {3, 1, 255, 255, 255, 255, 2};
    double[] lower = {3, 2, 7, 4, 255, 255, 2};
    assertThat(halve(SampleType.UINT8, Overviews.MODE, nodata, upper, lower))
        .containsExactly(3, 4, 255, 2);
  }

  @Test
  void nanNodataFillsWhatHasNoValidPixel() {
    double nan = Double.NaN;
    assertThat(
            halve(
                SampleType.FLOAT64,
                Overviews.AVERAGE,
                OptionalDouble.of(nan),
                new double[] {nan, nan, 1},
                new double[] {nan, nan, nan}))
        .containsExactly(nan, 1);
  }
}

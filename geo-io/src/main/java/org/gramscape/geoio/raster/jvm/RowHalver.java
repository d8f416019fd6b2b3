package org.gramscape.geoio.raster.jvm;

import java.util.OptionalDouble;
import org.gramscape.geoio.raster.RasterSpec.Overviews;
import org.gramscape.geoio.raster.SampleType;

/**
 * Makes one row of half the width out of two rows: each pixel from the valid ones of the (up to)
 * four that it covers, nodata if none is.
 */
final class RowHalver {
  private final SampleType type;
  private final int bands;
  private final Overviews method;
  private final OptionalDouble nodata;
  private final double[] valid = new double[4];
  private double[] above = {};
  private double[] below = {};
  private double[] halved = {};

  /**
   * @param nodata as the file holds it
   */
  RowHalver(SampleType type, int bands, Overviews method, OptionalDouble nodata) {
    this.type = type;
    this.bands = bands;
    this.method = method;
    this.nodata = nodata;
  }

  /** Halves the rows that start at {@code upper} and {@code lower} (bytes), which may be one. */
  byte[] halve(byte[] rows, int upper, int lower, int width) {
    int samples = width * bands;
    if (above.length < samples) {
      above = new double[samples];
      below = new double[samples];
      halved = new double[samples];
    }
    SampleBuffer source = new SampleBuffer(type, rows);
    source.get(upper / type.bytes(), above, samples);
    source.get(lower / type.bytes(), below, samples);
    int rowCount = upper == lower ? 1 : 2;
    int half = (width + 1) / 2;
    for (int column = 0; column < half; column++) {
      int columnCount = Math.min(2, width - 2 * column);
      for (int band = 0; band < bands; band++) {
        int left = 2 * column * bands + band;
        halved[column * bands + band] = reduce(gather(left, columnCount, rowCount));
      }
    }
    byte[] target = new byte[half * bands * type.bytes()];
    new SampleBuffer(type, target).put(0, 1, halved, half * bands);
    return target;
  }

  /** Puts the valid ones of a pixel's samples in {@link #valid}; their number. */
  private int gather(int left, int columnCount, int rowCount) {
    int count = 0;
    for (int row = 0; row < rowCount; row++) {
      double[] samples = row == 0 ? above : below;
      for (int column = 0; column < columnCount; column++) {
        double value = samples[left + column * bands];
        if (isValid(value)) {
          valid[count++] = value;
        }
      }
    }
    return count;
  }

  private boolean isValid(double value) {
    return !Double.isNaN(value) && (nodata.isEmpty() || value != nodata.getAsDouble());
  }

  private double reduce(int count) {
    if (count == 0) {
      return nodata.orElse(type.isFloat() ? Double.NaN : 0);
    }
    return method == Overviews.MODE ? mode(count) : average(count);
  }

  private double average(int count) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += valid[i];
    }
    double mean = sum / count;
    // An average may hit the very value that means "no data".
    return nodata.isPresent() && type.stored(mean) == nodata.getAsDouble() ? valid[0] : mean;
  }

  private double mode(int count) {
    double best = valid[0];
    int most = 0;
    for (int i = 0; i < count; i++) {
      int same = 0;
      for (int j = 0; j < count; j++) {
        same += valid[j] == valid[i] ? 1 : 0;
      }
      if (same > most || (same == most && valid[i] < best)) {
        best = valid[i];
        most = same;
      }
    }
    return best;
  }
}

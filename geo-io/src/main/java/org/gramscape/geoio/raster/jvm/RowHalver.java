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
  private final SampleBuffer probe;

  /**
   * @param nodata as the file holds it
   */
  RowHalver(SampleType type, int bands, Overviews method, OptionalDouble nodata) {
    this.type = type;
    this.bands = bands;
    this.method = method;
    this.nodata = nodata;
    this.probe = new SampleBuffer(type, new byte[type.bytes()]);
  }

  /** Halves the rows that start at {@code upper} and {@code lower} (bytes), which may be one. */
  byte[] halve(byte[] rows, int upper, int lower, int width) {
    SampleBuffer source = new SampleBuffer(type, rows);
    int half = (width + 1) / 2;
    SampleBuffer target = new SampleBuffer(type, new byte[half * bands * type.bytes()]);
    int[] starts = upper == lower ? new int[] {upper} : new int[] {upper, lower};
    for (int column = 0; column < half; column++) {
      int end = Math.min(2 * column + 2, width);
      for (int band = 0; band < bands; band++) {
        int count = 0;
        for (int start : starts) {
          for (int c = 2 * column; c < end; c++) {
            double value = source.get(start / type.bytes() + c * bands + band);
            if (isValid(value)) {
              valid[count++] = value;
            }
          }
        }
        target.put(column * bands + band, reduce(count));
      }
    }
    return target.array();
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
    return nodata.isPresent() && isStoredAsNodata(mean) ? valid[0] : mean;
  }

  /** An average may hit the very value that means "no data". */
  private boolean isStoredAsNodata(double mean) {
    probe.put(0, mean);
    return probe.get(0) == nodata.getAsDouble();
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

package org.gramscape.tiling;

import java.io.IOException;
import java.util.Arrays;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.raster.BandInfo;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;

/**
 * Stored samples to [0, 1] along a straight line: {@code low} becomes 0, {@code high} becomes 1,
 * and what lies beyond is cut off.
 *
 * @param low a value for each band of the file
 * @param high a value for each band of the file, greater than {@code low}
 */
public record RangeScaling(double[] low, double[] high) implements SampleScaling {

  public RangeScaling {
    if (low.length != high.length) {
      throw new IllegalArgumentException("as many low ends as high ends are needed");
    }
    for (int band = 0; band < low.length; band++) {
      if (!(low[band] < high[band])) {
        throw new IllegalArgumentException(
            "a range runs upwards, not from " + low[band] + " to " + high[band]);
      }
    }
    low = low.clone();
    high = high.clone();
  }

  /**
   * The whole range of the samples' significant bits: 0 to 255 for 8 bits, 0 to 4095 for 12.
   *
   * @throws InvalidRasterException if samples are floats, which have no such range
   */
  public static RangeScaling bits(RasterInfo info) throws InvalidRasterException {
    if (info.sampleType().isFloat()) {
      throw new InvalidRasterException(
          info.name()
              + ": floating-point samples have no bit depth; say which values are black and white,"
              + " with --scale range:0,1, range:0,255 or percentile:2,98");
    }
    double[] high = new double[info.bands().size()];
    for (int band = 0; band < high.length; band++) {
      BandInfo about = info.bands().get(band);
      boolean signed = info.sampleType().min() < 0;
      high[band] = Math.pow(2, signed ? about.bits() - 1 : about.bits()) - 1;
    }
    return new RangeScaling(new double[high.length], high);
  }

  /** The same range for all bands. */
  public static RangeScaling of(RasterInfo info, double low, double high) {
    double[] lows = new double[info.bands().size()];
    double[] highs = lows.clone();
    Arrays.fill(lows, low);
    Arrays.fill(highs, high);
    return new RangeScaling(lows, highs);
  }

  /**
   * Percentiles of each band's valid samples over the whole scene, which is read twice.
   *
   * <p>Exact for integers that span at most 65536 values, else to 1/65536 of the range.
   *
   * @param lowPercent 0 to 100, less than {@code highPercent}
   * @throws InvalidRasterException if a band has no valid sample
   */
  public static RangeScaling percentiles(
      RasterSource source, int[] bands, double lowPercent, double highPercent) throws IOException {
    if (!(0 <= lowPercent && lowPercent < highPercent && highPercent <= 100)) {
      throw new IllegalArgumentException(
          "percentiles lie within 0 to 100, not " + lowPercent + " and " + highPercent);
    }
    RangeScaling all = of(source.info(), 0, 1);
    for (int band : bands) {
      SampleHistogram histogram = SampleHistogram.of(source, band);
      double low = histogram.percentile(lowPercent);
      double high = histogram.percentile(highPercent);
      all.low[band] = low;
      all.high[band] = high > low ? high : low + 1;
    }
    return all;
  }

  @Override
  public float scale(int band, double stored) {
    double share = (stored - low[band]) / (high[band] - low[band]);
    return (float) Math.max(0, Math.min(1, share));
  }
}

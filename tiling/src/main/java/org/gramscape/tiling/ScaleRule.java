package org.gramscape.tiling;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gramscape.geoio.raster.RasterSource;

/**
 * How stored samples become [0, 1]: by the bit depth, by a range, or by percentiles of the whole
 * scene.
 *
 * @param low of a range or percentage
 * @param high of a range or percentage
 */
public record ScaleRule(Kind kind, double low, double high) {
  private static final String NUMBER = "(-?[0-9]*\\.?[0-9]+(?:[eE][+-]?[0-9]+)?)";
  private static final Pattern WITH_NUMBERS =
      Pattern.compile("(range|percentile):" + NUMBER + "," + NUMBER);

  /** The forms. */
  public enum Kind {
    BITS,
    RANGE,
    PERCENTILE
  }

  /** All that the bit depth allows. */
  public static final ScaleRule BITS = new ScaleRule(Kind.BITS, 0, 1);

  /**
   * Reads {@code bits}, {@code range:0,3000} or {@code percentile:2,98}.
   *
   * @throws IllegalArgumentException if the text is none of them, or a range does not run upwards
   */
  public static ScaleRule parse(String text) {
    if (text.equals("bits")) {
      return BITS;
    }
    Matcher parts = WITH_NUMBERS.matcher(text);
    if (parts.matches()) {
      Kind kind = parts.group(1).equals("range") ? Kind.RANGE : Kind.PERCENTILE;
      double low = Double.parseDouble(parts.group(2));
      double high = Double.parseDouble(parts.group(3));
      if (low < high && (kind == Kind.RANGE || (low >= 0 && high <= 100))) {
        return new ScaleRule(kind, low, high);
      }
    }
    throw new IllegalArgumentException(
        "\"" + text + "\" is not bits, range:LOW,HIGH or percentile:LOW,HIGH with LOW < HIGH");
  }

  /**
   * The scaling of a scene; percentiles read all of it.
   *
   * @param bands those that will be scaled, from 0
   * @throws org.gramscape.geoio.InvalidRasterException if the scene has no bit depth or no valid
   *     sample
   */
  public RangeScaling of(RasterSource source, int[] bands) throws IOException {
    return switch (kind) {
      case BITS -> RangeScaling.bits(source.info());
      case RANGE -> RangeScaling.of(source.info(), low, high);
      case PERCENTILE -> RangeScaling.percentiles(source, bands, low, high);
    };
  }

  @Override
  public String toString() {
    return switch (kind) {
      case BITS -> "bits";
      case RANGE -> "range:" + low + "," + high;
      case PERCENTILE -> "percentile:" + low + "," + high;
    };
  }
}

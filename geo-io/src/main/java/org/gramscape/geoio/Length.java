package org.gramscape.geoio;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A distance on the ground. */
public record Length(double metres) {

  /** No distance at all. */
  public static final Length ZERO = new Length(0);

  /** The international foot is 0.3048 m exactly. */
  private static final Map<String, Double> METRES_PER_UNIT =
      Map.of("cm", 0.01, "m", 1.0, "km", 1000.0, "ft", 0.3048, "mi", 1609.344);

  static final Pattern NUMBER_AND_UNIT =
      Pattern.compile("\\s*([0-9]*\\.?[0-9]+(?:[eE][+-]?[0-9]+)?)\\s*([A-Za-z]*[0-9\u00b2]?)\\s*");

  /**
   * @throws IllegalArgumentException if it is negative or not finite
   */
  public Length {
    if (!(metres >= 0) || Double.isInfinite(metres)) {
      throw new IllegalArgumentException("a length is not negative: " + metres + " m");
    }
  }

  /**
   * Reads {@code 1.5m}, {@code 20ft}, {@code 0.5km}, {@code 30cm} or {@code 1mi}.
   *
   * @throws IllegalArgumentException if it is not a number with one of these units; the message
   *     says what to write
   */
  public static Length parse(String text) {
    Matcher parts = NUMBER_AND_UNIT.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("\"" + text + "\" is not a length; write 1.5m or 5ft");
    }
    String number = parts.group(1);
    Double metres = METRES_PER_UNIT.get(parts.group(2).toLowerCase(Locale.ROOT));
    if (metres == null) {
      throw new IllegalArgumentException(
          "\""
              + text
              + "\" needs a unit of length (cm, m, km, ft, mi); write "
              + number
              + "m for metres or "
              + number
              + "ft for feet");
    }
    return new Length(Double.parseDouble(number) * metres);
  }

  @Override
  public String toString() {
    return metres + " m";
  }
}

package org.gramscape.geoio;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;

/** An area on the ground. */
public record Area(double squareMetres) {

  /** No area at all. */
  public static final Area ZERO = new Area(0);

  private static final Map<String, Double> SQUARE_METRES_PER_UNIT =
      Map.of(
          "m2", 1.0,
          "ha", 1e4,
          "km2", 1e6,
          "ft2", 0.3048 * 0.3048,
          "ac", 4046.8564224,
          "mi2", 1609.344 * 1609.344);

  /**
   * @throws IllegalArgumentException if it is negative or not finite
   */
  public Area {
    if (!(squareMetres >= 0) || Double.isInfinite(squareMetres)) {
      throw new IllegalArgumentException("an area is not negative: " + squareMetres + " m2");
    }
  }

  /**
   * Reads {@code 50m2}, {@code 0.5ha}, {@code 2km2}, {@code 500ft2}, {@code 3ac} or {@code 1mi2}.
   *
   * @throws IllegalArgumentException if it is not a number with one of these units; the message
   *     says what to write
   */
  public static Area parse(String text) {
    Matcher parts = Length.NUMBER_AND_UNIT.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("\"" + text + "\" is not an area; write 50m2 or 0.5ha");
    }
    String number = parts.group(1);
    String unit = parts.group(2).toLowerCase(Locale.ROOT).replace('\u00b2', '2');
    Double squareMetres = SQUARE_METRES_PER_UNIT.get(unit);
    if (squareMetres == null) {
      throw new IllegalArgumentException(
          "\""
              + text
              + "\" needs a unit of area (m2, ha, km2, ft2, ac, mi2); write "
              + number
              + "m2 for square metres or "
              + number
              + "ha for hectares");
    }
    return new Area(Double.parseDouble(number) * squareMetres);
  }

  @Override
  public String toString() {
    return squareMetres + " m2";
  }
}

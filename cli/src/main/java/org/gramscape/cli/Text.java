package org.gramscape.cli;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Words and numbers as people read them. */
public final class Text {
  /** From here on zeros are counted, not written. */
  private static final double MANY = 1e15;

  private Text() {}

  /** {@code NEAR_INFRARED} as {@code near infrared}. */
  public static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** {@code a point}, {@code an area}. */
  public static String article(Enum<?> value) {
    String word = lower(value);
    return ("aeiou".indexOf(word.charAt(0)) < 0 ? "a " : "an ") + word;
  }

  /** A number with ten digits that count, as coordinates need. */
  public static String number(double value) {
    return digits(value, 10);
  }

  /** A number with four digits that count, as measures need. */
  public static String brief(double value) {
    return digits(value, 4);
  }

  private static String digits(double value, int digits) {
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits)).stripTrailingZeros();
    return Math.abs(value) < MANY ? rounded.toPlainString() : rounded.toString();
  }

  /** {@code 1 tile}, {@code 2 tiles}. */
  public static String count(long number, String singular) {
    return number + " " + singular + (number == 1 ? "" : "s");
  }
}

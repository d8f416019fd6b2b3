package org.gramscape.cli;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Words and numbers as people read them. */
final class Text {
  private Text() {}

  /** {@code NEAR_INFRARED} as {@code near infrared}. */
  static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** {@code a point}, {@code an area}. */
  static String article(Enum<?> value) {
    String word = lower(value);
    return ("aeiou".indexOf(word.charAt(0)) < 0 ? "a " : "an ") + word;
  }

  /** A number with ten digits that count, as coordinates need. */
  static String number(double value) {
    return digits(value, 10);
  }

  /** A number with four digits that count, as measures need. */
  static String brief(double value) {
    return digits(value, 4);
  }

  private static String digits(double value, int digits) {
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits)).stripTrailingZeros();
    return rounded.toPlainString();
  }
}

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

  /** A number without needless digits: at most ten that count. */
  static String number(double value) {
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(10)).stripTrailingZeros();
    return rounded.toPlainString();
  }
}

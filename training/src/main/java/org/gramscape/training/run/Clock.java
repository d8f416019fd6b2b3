package org.gramscape.training.run;

import java.util.Locale;

/** Lengths of time for people. */
final class Clock {
  private static final double MINUTE = 60;
  private static final double HOUR = 60 * MINUTE;
  private static final double DAY = 24 * HOUR;

  private Clock() {}

  /** {@code 40 s}, {@code 12 min}, {@code 5.2 h} or {@code 3.1 days}. */
  static String words(double seconds) {
    if (seconds < 2 * MINUTE) {
      return text(seconds, "%.0f s");
    }
    if (seconds < 2 * HOUR) {
      return text(seconds / MINUTE, "%.0f min");
    }
    return seconds < 2 * DAY ? text(seconds / HOUR, "%.1f h") : text(seconds / DAY, "%.1f days");
  }

  private static String text(double value, String format) {
    return String.format(Locale.ROOT, format, value);
  }
}

package org.gramscape.cli.progress;

import java.util.Locale;

/** How fast a job goes, from its start until now. */
record Pace(long done, long total, double seconds) {

  static Pace since(long startNanos, long done, long total) {
    return new Pace(done, total, (System.nanoTime() - startNanos) / 1e9);
  }

  double fraction() {
    return total == 0 ? 0 : (double) done / total;
  }

  double perSecond() {
    return seconds == 0 ? 0 : done / seconds;
  }

  /** Seconds that the rest will take at this rate; NaN before the first is done. */
  double secondsLeft() {
    return done == 0 ? Double.NaN : (total - done) / perSecond();
  }

  /** {@code 1:05} for 65 seconds. */
  static String clock(double seconds) {
    if (Double.isNaN(seconds)) {
      return "?";
    }
    long whole = Math.round(seconds);
    return whole < 3600
        ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
  }
}

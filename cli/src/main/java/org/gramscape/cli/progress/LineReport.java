package org.gramscape.cli.progress;

import java.io.PrintWriter;
import java.util.Locale;

/** A line every ten seconds, for logs. */
final class LineReport implements ProgressReport {
  private static final double INTERVAL = 10;

  private final String task;
  private final String unit;
  private final PrintWriter err;
  private final long start = System.nanoTime();
  private double lastSeconds;

  LineReport(String task, String unit, PrintWriter err) {
    this.task = task;
    this.unit = unit;
    this.err = err;
  }

  @Override
  public void update(long done, long total) {
    Pace pace = Pace.since(start, done, total);
    if (pace.seconds() - lastSeconds >= INTERVAL) {
      lastSeconds = pace.seconds();
      err.printf(
          Locale.ROOT,
          "%s: %.0f %%, %d of %d %s, %.1f a second, %s left%n",
          task,
          100 * pace.fraction(),
          done,
          total,
          unit,
          pace.perSecond(),
          Pace.clock(pace.secondsLeft()));
      err.flush();
    }
  }

  @Override
  public void close() {}
}

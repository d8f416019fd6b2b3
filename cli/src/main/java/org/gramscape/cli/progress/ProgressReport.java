package org.gramscape.cli.progress;

import java.io.PrintWriter;

/** Says how far one job is. Closed when the job ends, well or not. */
public interface ProgressReport extends AutoCloseable {

  /** {@code done} of {@code total} are finished; cheap, so call it as often as it changes. */
  void update(long done, long total);

  @Override
  void close();

  /**
   * Starts a report.
   *
   * @param task what is being done, in a word or two
   * @param unit what is counted, in the plural: {@code tiles}
   * @param terminal whether {@code err} is a terminal
   */
  static ProgressReport start(
      ProgressStyle style, String task, String unit, boolean terminal, PrintWriter err) {
    return switch (style) {
      case none -> new Silence();
      case json -> new JsonReport(task, unit, err);
      case plain -> new LineReport(task, unit, err);
      case bar -> new BarReport(task, unit, err);
      case auto -> terminal ? new BarReport(task, unit, err) : new LineReport(task, unit, err);
    };
  }

  /** Says nothing. */
  final class Silence implements ProgressReport {
    @Override
    public void update(long done, long total) {}

    @Override
    public void close() {}
  }
}

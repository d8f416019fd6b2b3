package org.gramscape.cli.progress;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;

/** One JSON object a line, for programs; several a second at most, the last always. */
final class JsonReport implements ProgressReport {
  private static final double INTERVAL = 0.2;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String task;
  private final String unit;
  private final PrintWriter err;
  private final long start = System.nanoTime();
  private double lastSeconds = -INTERVAL;

  JsonReport(String task, String unit, PrintWriter err) {
    this.task = task;
    this.unit = unit;
    this.err = err;
  }

  @Override
  public void update(long done, long total) {
    Pace pace = Pace.since(start, done, total);
    if (done < total && pace.seconds() - lastSeconds < INTERVAL) {
      return;
    }
    lastSeconds = pace.seconds();
    ObjectNode line = JSON.createObjectNode();
    line.put("task", task);
    line.put("progress", pace.fraction());
    line.put("done", done);
    line.put("total", total);
    line.put("unit", unit);
    line.put("seconds", pace.seconds());
    if (done > 0) {
      line.put("secondsLeft", pace.secondsLeft());
    }
    err.println(line);
    err.flush();
  }

  @Override
  public void close() {}
}

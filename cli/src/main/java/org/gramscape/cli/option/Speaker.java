package org.gramscape.cli.option;

import org.gramscape.cli.progress.ProgressReport;

/** A command, for the options that work for it: it tells the person what they do. */
public interface Speaker {

  /** Says a line. */
  void say(String line);

  /** Starts to say how far a task is; the caller closes it. */
  ProgressReport progress(String task, String unit);
}

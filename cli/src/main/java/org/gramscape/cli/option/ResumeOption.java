package org.gramscape.cli.option;

import picocli.CommandLine.Option;

/** Whether an interrupted run is gone on with. */
public final class ResumeOption {
  @Option(
      names = "--resume",
      description = "Go on with an interrupted run; its journal lies beside the output.")
  private boolean resume;

  public boolean get() {
    return resume;
  }
}

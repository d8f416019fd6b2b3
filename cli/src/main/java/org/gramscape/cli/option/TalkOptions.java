package org.gramscape.cli.option;

import java.util.ArrayList;
import java.util.List;
import org.gramscape.cli.progress.ProgressStyle;
import picocli.CommandLine.Option;

/** How much a command says on standard error, and in which form. */
public final class TalkOptions {
  @Option(
      names = {"-q", "--quiet"},
      description = "Say nothing but errors.")
  private boolean quiet;

  @Option(
      names = "--progress",
      paramLabel = "STYLE",
      defaultValue = "auto",
      description =
          "${COMPLETION-CANDIDATES}; auto is a bar on a terminal and else a line every ten"
              + " seconds.")
  private ProgressStyle progress;

  @Option(names = "--debug", description = "Log more, and show the stack trace of an error.")
  private boolean debug;

  public boolean quiet() {
    return quiet;
  }

  public ProgressStyle progress() {
    return quiet ? ProgressStyle.none : progress;
  }

  /** Whether every line on standard error is a JSON object. */
  public boolean json() {
    return progress == ProgressStyle.json;
  }

  /** The same options, for a command that this one runs. */
  public List<String> arguments() {
    List<String> arguments = new ArrayList<>(List.of("--progress", progress.name()));
    if (quiet) {
      arguments.add("--quiet");
    }
    if (debug) {
      arguments.add("--debug");
    }
    return arguments;
  }
}

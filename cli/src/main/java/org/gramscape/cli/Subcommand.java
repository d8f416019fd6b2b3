package org.gramscape.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.gramscape.cli.option.Speaker;
import org.gramscape.cli.option.TalkOptions;
import org.gramscape.cli.progress.ProgressReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What every subcommand has: help, how much it says, and where it says it. */
@Command(
    mixinStandardHelpOptions = true,
    versionProvider = Versions.class,
    sortOptions = false,
    usageHelpAutoWidth = true)
abstract class Subcommand implements Callable<Integer>, Speaker {
  @Spec CommandSpec spec;
  @Mixin TalkOptions talk;

  /** Data and JSON. */
  PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /** Says something to the person, unless {@code --quiet}, or to a program that reads JSON. */
  @Override
  public void say(String line) {
    if (!talk.quiet()) {
      spec.commandLine().getErr().println(talk.json() ? Json.object().put("message", line) : line);
    }
  }

  /** Starts to say how far a task is; the caller closes it. */
  @Override
  public ProgressReport progress(String task, String unit) {
    boolean terminal = Boolean.getBoolean("gramscape.terminal");
    return ProgressReport.start(talk.progress(), task, unit, terminal, spec.commandLine().getErr());
  }
}

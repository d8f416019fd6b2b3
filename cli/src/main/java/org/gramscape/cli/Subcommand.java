package org.gramscape.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.gramscape.cli.option.TalkOptions;
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
abstract class Subcommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin TalkOptions talk;

  /** Data and JSON. */
  PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /** Says something to the person, unless {@code --quiet}. */
  void say(String line) {
    if (!talk.quiet()) {
      spec.commandLine().getErr().println(line);
    }
  }
}

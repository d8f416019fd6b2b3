package org.gramscape.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** How good maps are. */
@Command(
    name = "evaluate",
    description = "Compares a map with the truth, estimates areas, or compares what backbones see.",
    subcommands = {
      EvaluateHeightCommand.class,
      EvaluateClassesCommand.class,
      EvaluateAreaCommand.class,
      EvaluateFeaturesCommand.class,
      EvaluateFewShotCommand.class
    })
final class EvaluateCommand extends Subcommand {
  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(),
        "say what to evaluate: gramscape evaluate height, classes, area, features or"
            + " few-shot");
  }
}

package org.gramscape.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** Fits heads. */
@Command(
    name = "fit",
    description = "Fits a head: what turns a model's features into heights or classes.",
    subcommands = {FitHeightCommand.class, FitClassesCommand.class})
final class FitCommand extends Subcommand {
  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(), "say what to fit: gramscape fit height, or gramscape fit classes");
  }
}

package org.gramscape.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** Measures how fast this machine does it, beside other programs. */
@Command(
    name = "bench",
    description = "Measures speed and memory on this machine, beside other programs.",
    subcommands = {BenchModelCommand.class, BenchRastersCommand.class, BenchPolygonsCommand.class})
final class BenchCommand extends Subcommand {
  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(), "say what to measure: gramscape bench model, rasters or polygons");
  }
}

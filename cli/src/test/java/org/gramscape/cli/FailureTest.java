package org.gramscape.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class FailureTest {

  @Command(name = "burst")
  static final class Burst implements Callable<Integer> {
    @Override
    public Integer call() {
      throw new OutOfMemoryError("Java heap space");
    }
  }

  @Test
  void memoryThatRunsOutIsOneLineAndExitFour() {
    StringWriter err = new StringWriter();
    CommandLine command = Gramscape.commandLine().addSubcommand(new Burst());
    command.setErr(new PrintWriter(err, true));

    assertThat(Gramscape.execute(command, "burst")).isEqualTo(Failure.NOT_ENOUGH);
    assertThat(err.toString().lines()).singleElement().asString().contains("memory ran out");
  }

  @Test
  void anInterruptionWhileAFileIsReadIsNoFailure() {
    assertThat(Failure.of(new ClosedByInterruptException()))
        .isEqualTo(new Failure(Failure.INTERRUPTED, "interrupted"));
  }
}

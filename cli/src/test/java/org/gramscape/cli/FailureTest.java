package org.gramscape.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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
  void memoryThatRunsOutIsToldByWhatTheCommandCouldDoWithLess() {
    RuntimeException torch =
        new IllegalStateException(
            "Traceback ...",
            new RuntimeException("DefaultCPUAllocator: can't allocate memory: you tried ..."));
    CommandLine command = Gramscape.commandLine();
    command.parseArgs("train", "vits-pretrain", "--data", "a.tif", "--out", "run");
    assertThat(Failure.of(torch, command))
        .isEqualTo(
            new Failure(
                Failure.NOT_ENOUGH,
                "memory ran out; use a smaller batch (batch=N) or --precision bf16, or a machine"
                    + " with more memory"));
    command.parseArgs("features", "a.tif", "b.tif");
    assertThat(Failure.of(new OutOfMemoryError("Java heap space"), command).message())
        .contains("--tile 256")
        .contains("GRAMSCAPE_HEAP");
  }

  @Test
  void aFullDiskIsFoundAmongTheCauses() {
    assertThat(
            Failure.of(
                new IOException(
                    "I/O error writing PNG file!", new IOException("No space left on device"))))
        .isEqualTo(
            new Failure(
                Failure.NOT_ENOUGH,
                "the disk is full: No space left on device; make room and run again"));
  }

  @Test
  void anInterruptionWhileAFileIsReadIsNoFailure() {
    assertThat(Failure.of(new ClosedByInterruptException()))
        .isEqualTo(new Failure(Failure.INTERRUPTED, "interrupted"));
  }
}

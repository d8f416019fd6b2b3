package org.gramscape.cli.bench;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.gramscape.cli.Gramscape;

/**
 * A process that ran to its end.
 *
 * @param seconds from its start to its end
 * @param peakBytes the most memory that was resident; unknown where there is no {@code /proc}
 */
record ChildRun(double seconds, OptionalLong peakBytes) {
  private static final long POLL_MILLISECONDS = 20;

  /** Runs this program again, with the Java, the options and the libraries that it was run with. */
  static ChildRun ofGramscape(List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Gramscape.class.getName());
    command.addAll(arguments);
    return of(command);
  }

  /**
   * Runs a program.
   *
   * @throws IOException if it cannot be started or fails
   */
  static ChildRun of(List<String> command) throws IOException, InterruptedException {
    Path output = Files.createTempFile("gramscape-bench", ".log");
    try {
      long start = System.nanoTime();
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      OptionalLong peak = OptionalLong.empty();
      try {
        while (!process.waitFor(POLL_MILLISECONDS, TimeUnit.MILLISECONDS)) {
          OptionalLong now = peakBytes(process);
          peak = now.isPresent() ? now : peak;
        }
      } finally {
        process.destroyForcibly();
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      if (process.exitValue() != 0) {
        throw new IOException(
            command.get(0)
                + " failed: "
                + Files.readString(output).strip().replaceAll("\\s+", " "));
      }
      return new ChildRun(seconds, peak);
    } finally {
      Files.delete(output);
    }
  }

  /** What Linux calls the high water mark of the resident set. */
  private static OptionalLong peakBytes(Process process) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
        if (line.startsWith("VmHWM:")) {
          return OptionalLong.of(Long.parseLong(line.replaceAll("\\D", "")) * 1024);
        }
      }
    } catch (IOException e) {
      // It has just ended, or this is no Linux.
    }
    return OptionalLong.empty();
  }

  /** Whether a program is on the path. */
  static boolean isInstalled(String program) {
    String path = System.getenv().getOrDefault("PATH", "");
    return List.of(path.split(File.pathSeparator)).stream()
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}

package org.gramscape.geoio.raster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A main class run in a Java process of its own, so that a crash of native code is seen as such and
 * what it writes by itself is seen at all.
 */
record ChildJvm(int exit, List<String> out, String err) {

  static ChildJvm run(Class<?> main, String heap, int minutes, Object... arguments)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile("child", ".out");
    Path err = Files.createTempFile("child", ".err");
    try {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.add("-Xmx" + heap);
      command.add("-Djava.awt.headless=true");
      command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
      command.add("-XX:-CreateCoredumpOnCrash");
      String classes =
          System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
      command.addAll(List.of("-cp", classes, main.getName()));
      for (Object argument : arguments) {
        command.add(argument.toString());
      }
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      boolean ended = process.waitFor(minutes, TimeUnit.MINUTES);
      process.destroyForcibly();
      List<String> lines = Files.readAllLines(out);
      assertThat(ended)
          .as("hangs after %s", lines.isEmpty() ? "its start" : lines.get(lines.size() - 1))
          .isTrue();
      return new ChildJvm(process.exitValue(), lines, Files.readString(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  /** The greatest resident memory of this process so far in MiB, as Linux counts it; else 0. */
  static long peakResidentMebibytes() throws IOException {
    Path status = Path.of("/proc/self/status");
    return !Files.exists(status)
        ? 0
        : Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("VmHWM:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
            .findFirst()
            .orElse(0);
  }
}

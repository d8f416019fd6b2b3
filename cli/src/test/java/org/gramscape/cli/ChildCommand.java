package org.gramscape.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.OS;

/** The command in a process of its own. */
final class ChildCommand {
  /** For runs of seconds, of which Java's second compiler takes more than it saves. */
  static final List<String> SHORT = List.of("-XX:TieredStopAtLevel=1");

  private ChildCommand() {}

  /** Starts it with options for Java; who starts it reads what it says on standard error. */
  static Process start(List<String> javaOptions, Object... arguments) throws IOException {
    return of(javaOptions, arguments).start();
  }

  /** The same, not started yet. */
  static ProcessBuilder of(List<String> javaOptions, Object... arguments) {
    List<String> command = new ArrayList<>();
    if (OS.LINUX.isCurrentOs()) {
      // What runs in a shell's background ignores Ctrl-C, and so does all that it starts.
      command.addAll(List.of("env", "--default-signal=INT"));
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(javaOptions);
    command.add("-Dai.djl.offline=true");
    command.add("-Djava.library.path=" + System.getProperty("java.library.path"));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Gramscape.class.getName());
    Stream.of(arguments).map(Object::toString).forEach(command::add);
    return new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD);
  }
}

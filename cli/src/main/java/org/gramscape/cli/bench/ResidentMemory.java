package org.gramscape.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The memory of a process that lies in the machine's, as Linux tells it.
 *
 * @param now bytes; 0 where the system does not tell
 * @param peak the most there has been, in bytes; 0 where the system does not tell
 */
public record ResidentMemory(long now, long peak) {

  /** This process's. */
  public static ResidentMemory ofThisProcess() {
    Path status = Path.of("/proc/self/status");
    try {
      return Files.isReadable(status)
          ? new ResidentMemory(bytes(status, "VmRSS:"), bytes(status, "VmHWM:"))
          : new ResidentMemory(0, 0);
    } catch (IOException e) {
      return new ResidentMemory(0, 0);
    }
  }

  private static long bytes(Path status, String field) throws IOException {
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith(field))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
        .findFirst()
        .orElse(0);
  }

  /** Now and peak in bytes, for {@link #parse}. */
  @Override
  public String toString() {
    return now + " " + peak;
  }

  static ResidentMemory parse(String line) {
    String[] numbers = line.strip().split(" ");
    return new ResidentMemory(
        Long.parseLong(numbers[numbers.length - 2]), Long.parseLong(numbers[numbers.length - 1]));
  }
}

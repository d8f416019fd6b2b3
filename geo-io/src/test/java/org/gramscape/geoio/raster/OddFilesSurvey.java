package org.gramscape.geoio.raster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reads every TIFF below some folders with both backends. A line a file: how the backends relate,
 * the file, what they say; the last line is the greatest memory in MiB.
 */
final class OddFilesSurvey {
  private OddFilesSurvey() {}

  public static void main(String[] folders) throws IOException {
    for (String folder : folders) {
      Path root = Path.of(folder);
      for (Path file : tiffs(root)) {
        BackendComparison found = BackendComparison.of(file);
        System.out.printf(
            "%s\t%s\t%s%n",
            found.outcome(),
            root.relativize(file).toString().replace('\\', '/'),
            found.detail().replace("\n", "\\n"));
      }
    }
    System.out.println(ChildJvm.peakResidentMebibytes());
  }

  static List<Path> tiffs(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().matches("(?i).*\\.tiff?")).sorted().toList();
    }
  }
}

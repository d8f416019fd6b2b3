package org.gramscape.training.probe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gramscape.geoio.PendingFile;

/**
 * The scenes that pictures in a folder are of, each by a number that it keeps whatever other scenes
 * are shown later: the lines of a file beside the pictures.
 */
public record NumberedScenes(Path pictures) {
  private static final String FILE = "scenes.txt";

  /** Paths or addresses in the order of their numbers, from 1; none if there are no pictures. */
  public List<String> read() throws IOException {
    Path file = pictures.resolve(FILE);
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  /** The number of a scene, the next one if it has none yet. */
  int number(String scene) throws IOException {
    List<String> scenes = new ArrayList<>(read());
    if (!scenes.contains(scene)) {
      scenes.add(scene);
      try (PendingFile pending = PendingFile.beside(pictures.resolve(FILE), true)) {
        Files.write(pending.path(), scenes);
        pending.commit();
      }
    }
    return 1 + scenes.indexOf(scene);
  }
}

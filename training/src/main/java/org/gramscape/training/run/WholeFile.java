package org.gramscape.training.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gramscape.geoio.PendingFile;

/** Files of text that are there whole or not at all. */
final class WholeFile {
  private WholeFile() {}

  /** Writes a file, in the place of an earlier one if there is one. */
  static void write(Path file, CharSequence text) throws IOException {
    try (PendingFile pending = PendingFile.beside(file, true)) {
      Files.writeString(pending.path(), text);
      pending.commit();
    }
  }
}

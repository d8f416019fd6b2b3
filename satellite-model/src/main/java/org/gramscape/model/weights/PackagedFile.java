package org.gramscape.model.weights;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Files that come inside of Gramscape's jars, as files that can be mapped into memory.
 *
 * <p>A process copies each that it needs once, into the folder for temporary files, where only its
 * user can read or change it; the copy goes with the process, or with the next one's if it was
 * killed.
 */
public final class PackagedFile {
  private static final Map<String, Path> COPIES = new HashMap<>();

  private PackagedFile() {}

  /**
   * The copy of a file; it must not be changed.
   *
   * @param name relative to the owner's package
   * @throws FileNotFoundException if Gramscape was built without it
   */
  public static Path of(Class<?> owner, String name) throws IOException {
    URL resource = owner.getResource(name);
    if (resource == null) {
      throw new FileNotFoundException(
          "%s is missing in this build of Gramscape. Build it again from a whole checkout."
              .formatted(name));
    }
    synchronized (COPIES) {
      Path copy = COPIES.get(resource.toExternalForm());
      // What tidies up temporary files does not ask who still needs them.
      if (copy == null || !Files.exists(copy)) {
        copy = copy(resource);
        COPIES.put(resource.toExternalForm(), copy);
      }
      return copy;
    }
  }

  private static Path copy(URL resource) throws IOException {
    String path = resource.getPath();
    int suffix = path.lastIndexOf('.');
    String name = path.substring(path.lastIndexOf('/') + 1, suffix);
    Path copy =
        Files.createTempFile(
            name + "-" + ProcessHandle.current().pid() + "-", path.substring(suffix));
    copy.toFile().deleteOnExit();
    deleteOfTheDead(copy.getParent(), name);
    // Written into, not replaced: another file would not be its user's alone.
    try (InputStream packed = resource.openStream();
        OutputStream file = Files.newOutputStream(copy)) {
      packed.transferTo(file);
    } catch (IOException e) {
      Files.deleteIfExists(copy);
      throw e;
    }
    return copy;
  }

  /** Deletes the copies of processes that were killed; others' that may not be deleted stay. */
  private static void deleteOfTheDead(Path folder, String name) throws IOException {
    Pattern copies = Pattern.compile(Pattern.quote(name) + "-(\\d{1,18})-\\d+\\..*");
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, name + "-*")) {
      for (Path file : files) {
        Matcher copy = copies.matcher(file.getFileName().toString());
        if (copy.matches() && ProcessHandle.of(Long.parseLong(copy.group(1))).isEmpty()) {
          file.toFile().delete();
        }
      }
    }
  }
}

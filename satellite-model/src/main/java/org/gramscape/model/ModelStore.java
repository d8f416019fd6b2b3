package org.gramscape.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A folder with one folder a model: its files as they came, and {@code gramscape.json} with what
 * they don't say.
 *
 * <p>Large files are not copied where that can be avoided: see {@link Bringing}.
 */
final class ModelStore {
  private static final String FACTS = "gramscape.json";
  private static final String LOCK = ".lock";

  /** What folders are called while they are filled or emptied. */
  private static final String PENDING = ".pending-";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;

  /** It need not exist yet. */
  ModelStore(Path folder) {
    this.folder = folder;
  }

  /**
   * How a file comes into the store: as a second name of the same file (a hard link), which costs
   * nothing and outlives the first name. Where file systems don't allow that, as follows.
   */
  enum Bringing {
    /** A copy, for files that may go away, like those on a stick. */
    OR_COPY,
    /** A reference (a symbolic link), for files in a cache that is kept. */
    OR_REFER
  }

  /**
   * What {@code gramscape.json} keeps.
   *
   * @param origin where the files came from
   * @param bytes of the files with tensors
   * @param modified when they were last written, in milliseconds since 1970
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Facts(ModelFacts facts, String sha256, String origin, long bytes, long modified) {
    static Facts of(ModelFacts facts, String sha256, String origin, ModelFiles files)
        throws IOException {
      return new Facts(facts, sha256, origin, files.bytes(), modified(files));
    }

    private static long modified(ModelFiles files) throws IOException {
      long latest = 0;
      for (Path part : files.parts()) {
        latest = Math.max(latest, Files.getLastModifiedTime(part).toMillis());
      }
      return latest;
    }
  }

  static boolean isName(String text) {
    return text.matches("[A-Za-z0-9][A-Za-z0-9._-]*");
  }

  boolean has(String name) {
    return isName(name) && Files.exists(of(name).resolve(FACTS));
  }

  private Path of(String name) {
    return folder.resolve(name);
  }

  List<String> names() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(folder)) {
      return folders.map(f -> f.getFileName().toString()).filter(this::has).toList();
    }
  }

  /**
   * The files of a model.
   *
   * @throws UnusableWeightsException if one is missing
   */
  ModelFiles files(String name) throws IOException {
    return ModelFiles.at(of(name));
  }

  /**
   * What is known of a model.
   *
   * @throws UnusableWeightsException if it is broken, or the weights are others by now
   */
  Facts facts(String name) throws IOException {
    Path file = of(name).resolve(FACTS);
    Facts facts;
    try {
      facts = JSON.readValue(file.toFile(), Facts.class);
    } catch (JsonProcessingException e) {
      throw new UnusableWeightsException(
          file + " is broken: " + e.getOriginalMessage() + ". Import the model again.", e);
    }
    ModelFiles files = files(name);
    if (facts.bytes() != files.bytes() || facts.modified() != Facts.modified(files)) {
      throw new UnusableWeightsException(
          "The weights of %s were changed since they came from %s. Import them again."
              .formatted(name, facts.origin()));
    }
    return facts;
  }

  /** Brings files in; a model of that name is replaced, at once. */
  void put(String name, ModelFiles files, Facts facts, Bringing bringing) throws IOException {
    Files.createDirectories(folder);
    alone(
        () -> {
          // Not createTempDirectory, into which nobody else may look.
          Path beside = Files.createDirectory(folder.resolve(PENDING + UUID.randomUUID()));
          try {
            for (Path file : files.all()) {
              bring(file, beside.resolve(file.getFileName()), bringing);
            }
            JSON.writerWithDefaultPrettyPrinter().writeValue(beside.resolve(FACTS).toFile(), facts);
            takeAway(name);
            Files.move(beside, of(name), StandardCopyOption.ATOMIC_MOVE);
          } finally {
            delete(beside);
          }
        });
  }

  /** Takes a model out; files elsewhere that it shares its content with stay. */
  void remove(String name) throws IOException {
    alone(() -> takeAway(name));
  }

  /** Gone at once, never half. */
  private void takeAway(String name) throws IOException {
    if (Files.exists(of(name))) {
      Path gone = folder.resolve(PENDING + UUID.randomUUID());
      Files.move(of(name), gone, StandardCopyOption.ATOMIC_MOVE);
      delete(gone);
    }
  }

  private interface Change {
    void make() throws IOException;
  }

  /**
   * Changes the store while nobody else does, in this process or another: what is pending then is
   * what killed ones left, and goes.
   */
  private void alone(Change change) throws IOException {
    synchronized (ModelStore.class) {
      try (FileChannel file =
              FileChannel.open(
                  folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = file.lock()) {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, PENDING + "*")) {
          for (Path abandoned : left) {
            delete(abandoned);
          }
        }
        change.make();
      }
    }
  }

  private static void bring(Path file, Path target, Bringing bringing) throws IOException {
    Path real = file.toRealPath();
    try {
      Files.createLink(target, real);
    } catch (UnsupportedOperationException | IOException e) {
      // Another file system, or somebody else's file.
      if (bringing == Bringing.OR_REFER) {
        Files.createSymbolicLink(target, file.toAbsolutePath());
      } else {
        Files.copy(real, target, StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}

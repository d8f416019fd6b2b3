package org.gramscape.geoio;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;

/**
 * A file under a name of its own in the folder of an output, which takes the output's place when it
 * is whole.
 */
public final class PendingFile implements Closeable {

  /** What SQLite may leave beside a database. */
  private static final List<String> COMPANIONS = List.of("-journal", "-wal", "-shm");

  private final Path output;
  private final Path path;
  private final boolean overwrite;

  private PendingFile(Path output, Path path, boolean overwrite) {
    this.output = output;
    this.path = path;
    this.overwrite = overwrite;
  }

  /**
   * A name beside {@code output} with the same suffix; nothing is created.
   *
   * @throws OutputExistsException if {@code output} exists and {@code overwrite} is false
   * @throws NoSuchFileException if the folder of {@code output} does not exist
   */
  public static PendingFile beside(Path output, boolean overwrite) throws IOException {
    Path absolute = output.toAbsolutePath();
    if (!Files.isDirectory(absolute.getParent())) {
      throw new NoSuchFileException(absolute.getParent() + ": there is no such folder");
    }
    if (!overwrite && Files.exists(output)) {
      throw new OutputExistsException(output);
    }
    String name = output.getFileName().toString();
    String suffix = name.contains(".") ? name.substring(name.lastIndexOf('.')) : "";
    Path path = absolute.resolveSibling(".gramscape-" + UUID.randomUUID() + suffix);
    return new PendingFile(output, path, overwrite);
  }

  /** Where to write. */
  public Path path() {
    return path;
  }

  /**
   * Puts the written and closed file in the output's place.
   *
   * @throws OutputExistsException if the output has appeared meanwhile
   */
  public void commit() throws IOException {
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
      file.force(true);
    }
    if (!overwrite && Files.exists(output)) {
      throw new OutputExistsException(output);
    }
    Files.move(
        path,
        output.toAbsolutePath(),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /** Deletes what was written and not committed. */
  @Override
  public void close() throws IOException {
    for (String companion : COMPANIONS) {
      Files.deleteIfExists(path.resolveSibling(path.getFileName() + companion));
    }
    Files.deleteIfExists(path);
  }
}

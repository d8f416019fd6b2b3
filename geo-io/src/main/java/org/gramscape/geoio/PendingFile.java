package org.gramscape.geoio;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file under a name of its own in the folder of an output, which takes the output's place when it
 * is whole, or is deleted.
 *
 * <p>The name tells the process that made it. What a process left that was killed goes when another
 * file for the same output is begun.
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
   * @throws IOException see {@link #requireFree}
   */
  public static PendingFile beside(Path output, boolean overwrite) throws IOException {
    requireFree(output, overwrite);
    String name = output.getFileName().toString();
    deleteAbandoned(output);
    String suffix = name.contains(".") ? name.substring(name.lastIndexOf('.')) : "";
    Path path =
        output
            .toAbsolutePath()
            .resolveSibling(
                "."
                    + name
                    + "."
                    + owner(ProcessHandle.current())
                    + "."
                    + UUID.randomUUID()
                    + suffix);
    return new PendingFile(output, path, overwrite);
  }

  /**
   * Makes sure, before work starts, that an output can be put in its place.
   *
   * @throws OutputExistsException if it exists and {@code overwrite} is false
   * @throws IOException if it is a folder, or its own folder does not exist or cannot be written to
   */
  public static void requireFree(Path output, boolean overwrite) throws IOException {
    Path folder = output.toAbsolutePath().getParent();
    if (Files.isDirectory(output)) {
      throw new IOException(output + " is a folder; the name of a file to write is expected");
    }
    if (folder == null || !Files.exists(folder)) {
      throw new IOException(
          output + ": its folder does not exist; make it with mkdir -p " + folder);
    }
    if (!Files.isDirectory(folder)) {
      throw new IOException(output + ": " + folder + " is not a folder");
    }
    if (!Files.isWritable(folder)) {
      throw new AccessDeniedException(folder.toString());
    }
    if (!overwrite && Files.exists(output)) {
      throw new OutputExistsException(output);
    }
  }

  /** Deletes what processes left beside an output that were killed. */
  public static void deleteAbandoned(Path output) throws IOException {
    Path folder = output.toAbsolutePath().getParent();
    Pattern ours =
        Pattern.compile(Pattern.quote("." + output.getFileName() + ".") + "(\\d+)-(\\d+)\\..*");
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(
            folder,
            file -> {
              Matcher maker = ours.matcher(file.getFileName().toString());
              return maker.matches() && !isAlive(maker.group(1), maker.group(2));
            })) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
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

  /** A process by its number and, as numbers are used again, the time of its start. */
  private static String owner(ProcessHandle process) {
    long start = process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    return process.pid() + "-" + start;
  }

  private static boolean isAlive(String pid, String start) {
    Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(pid));
    // Some systems do not tell when another user's process began.
    return process.isPresent()
        && (process.get().info().startInstant().isEmpty()
            || owner(process.get()).equals(pid + "-" + start));
  }
}

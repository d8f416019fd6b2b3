package org.gramscape.cli.option;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gramscape.geoio.OutputExistsException;
import picocli.CommandLine.Option;

/** Where outputs may be written. */
public final class OutputOptions {
  @Option(names = "--overwrite", description = "Replace outputs that exist.")
  private boolean overwrite;

  public boolean overwrite() {
    return overwrite;
  }

  /**
   * Makes sure, before work starts, that a file can be written.
   *
   * @throws OutputExistsException if it exists and {@code --overwrite} was not given
   * @throws IOException if its folder does not exist or cannot be written to
   */
  public void require(Path output) throws IOException {
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
}

package org.gramscape.cli.option;

import java.io.IOException;
import java.nio.file.Path;
import org.gramscape.geoio.PendingFile;
import picocli.CommandLine.Option;

/** Where outputs may be written. */
public final class OutputOptions {
  @Option(names = "--overwrite", description = "Replace outputs that exist.")
  private boolean overwrite;

  public boolean overwrite() {
    return overwrite;
  }

  /** See {@link PendingFile#requireFree}. */
  public void require(Path output) throws IOException {
    PendingFile.requireFree(output, overwrite);
  }
}

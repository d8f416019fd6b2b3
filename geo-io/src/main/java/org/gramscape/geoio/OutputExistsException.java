package org.gramscape.geoio;

import java.io.IOException;
import java.nio.file.Path;

/** An output that is there already and that nobody has allowed to be replaced. */
public final class OutputExistsException extends IOException {
  public OutputExistsException(Path output) {
    super(output + " exists already; pass --overwrite to replace it");
  }
}

package org.gramscape.tiling;

import java.io.IOException;

/** A run that cannot fit into memory or onto the disk; the message says what to change. */
public final class NotEnoughResourcesException extends IOException {
  public NotEnoughResourcesException(String message) {
    super(message);
  }
}

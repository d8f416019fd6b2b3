package org.gramscape.geoio;

import java.io.IOException;

/**
 * An input that cannot be used as it is; the message says what was found, what was expected and
 * what to do next.
 */
public abstract class UnusableInputException extends IOException {
  protected UnusableInputException(String message) {
    super(message);
  }

  protected UnusableInputException(String message, Throwable cause) {
    super(message, cause);
  }
}

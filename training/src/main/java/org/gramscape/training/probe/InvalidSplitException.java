package org.gramscape.training.probe;

import org.gramscape.geoio.UnusableInputException;

/** A list of pairs that cannot be used. */
public final class InvalidSplitException extends UnusableInputException {
  InvalidSplitException(String message) {
    super(message);
  }

  InvalidSplitException(String message, Throwable cause) {
    super(message, cause);
  }
}

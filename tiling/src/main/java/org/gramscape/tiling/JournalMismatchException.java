package org.gramscape.tiling;

import org.gramscape.geoio.UnusableInputException;

/** A file that is not the journal of the run that is to be resumed. */
public final class JournalMismatchException extends UnusableInputException {
  public JournalMismatchException(String message) {
    super(message);
  }
}

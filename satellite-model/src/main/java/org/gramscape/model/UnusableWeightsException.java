package org.gramscape.model;

import java.io.IOException;

/** Weights, or a name of weights, that Gramscape can't use; the message says what would help. */
public class UnusableWeightsException extends IOException {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST = 1200;

  public UnusableWeightsException(String message) {
    super(printable(message));
  }

  public UnusableWeightsException(String message, Throwable cause) {
    super(printable(message), cause);
  }

  /** Names in a file that means ill may be long, or talk to the terminal. */
  private static String printable(String message) {
    String line = message.replaceAll("\\p{Cntrl}", "?");
    return line.length() > LONGEST ? line.substring(0, LONGEST) + " ..." : line;
  }
}

package org.gramscape.model;

import java.io.IOException;

/** Weights, or a name of weights, that Gramscape can't use; the message says what would help. */
public class UnusableWeightsException extends IOException {
  private static final long serialVersionUID = 1L;

  public UnusableWeightsException(String message) {
    super(message);
  }

  public UnusableWeightsException(String message, Throwable cause) {
    super(message, cause);
  }
}

package org.gramscape.model.ssl.recipe;

import java.io.IOException;

/** A recipe that cannot be read or cannot work; the message says what to change. */
public final class InvalidRecipeException extends IOException {
  private static final long serialVersionUID = 1L;

  InvalidRecipeException(String message) {
    super(message);
  }

  InvalidRecipeException(String message, Throwable cause) {
    super(message, cause);
  }
}

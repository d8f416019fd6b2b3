package org.gramscape.model.weights;

import org.gramscape.model.UnusableWeightsException;

/** A file that is not what it should be: no safetensors, broken, cut off, or of unknown names. */
public final class WeightsFormatException extends UnusableWeightsException {
  private static final long serialVersionUID = 1L;

  public WeightsFormatException(String message) {
    super(message);
  }

  public WeightsFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}

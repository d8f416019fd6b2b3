package org.gramscape.geoio;

/** A coordinate reference system that is missing, unknown, or not tied to the Earth. */
public final class UnsupportedCrsException extends UnusableInputException {
  public UnsupportedCrsException(String message) {
    super(message);
  }

  public UnsupportedCrsException(String message, Throwable cause) {
    super(message, cause);
  }
}

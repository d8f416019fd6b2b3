package org.gramscape.geoio;

/** A vector file that cannot be read, or whose features do not fit what is asked of them. */
public final class InvalidVectorException extends UnusableInputException {
  public InvalidVectorException(String message) {
    super(message);
  }

  public InvalidVectorException(String message, Throwable cause) {
    super(message, cause);
  }
}

package org.gramscape.model.kernel;

/** A device or a precision was asked for that this machine does not have. */
public final class UnavailableException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  /**
   * With a message for the person.
   *
   * @param message what there is not, and what to do
   */
  public UnavailableException(String message) {
    super(message);
  }
}

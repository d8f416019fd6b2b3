package org.gramscape.model.ssl;

/** Training whose loss or gradient is no number any more. */
public final class DivergedException extends Exception {
  private static final long serialVersionUID = 1L;

  private DivergedException(String message, DivergedException cause) {
    super(message, cause);
  }

  /**
   * @param student its name; empty for one by itself
   */
  public DivergedException(String student, long iteration, double learningRate) {
    super(
        "The loss or a gradient%s was not finite three times in a row, up to iteration %d, at a learning rate of %.2g."
            .formatted(student.isEmpty() ? "" : " of student " + student, iteration, learningRate));
  }

  /** The same, with what a person can do about it. */
  public DivergedException advising(String advice) {
    return new DivergedException(getMessage() + " " + advice, this);
  }
}

package org.gramscape.model.ssl;

/** Training whose loss or gradient is no number any more. */
public final class DivergedException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param student its name; empty for one by itself
   */
  public DivergedException(String student, long iteration, double learningRate) {
    super(
        "The loss or a gradient%s was not finite three times in a row, up to iteration %d, at a learning rate of %.2g. Go on from an earlier checkpoint with a lower schedules.learningRate, or a longer warm-up."
            .formatted(student.isEmpty() ? "" : " of student " + student, iteration, learningRate));
  }
}

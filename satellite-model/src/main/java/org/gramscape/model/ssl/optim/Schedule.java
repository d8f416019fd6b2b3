package org.gramscape.model.ssl.optim;

/** A number that depends on the iteration: a learning rate, a temperature, a loss's weight. */
@FunctionalInterface
public interface Schedule {

  /**
   * The value at an iteration, which stays that of the last one ever after.
   *
   * @param iteration 0-based
   */
  double at(long iteration);

  /** The same value always. */
  static Schedule constant(double value) {
    return iteration -> value;
  }
}

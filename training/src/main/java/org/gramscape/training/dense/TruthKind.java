package org.gramscape.training.dense;

/** What the numbers of a truth are. */
public interface TruthKind {

  /**
   * The truth of a square in other pixels.
   *
   * @param truth {@code [from, from]}, NaN where not known
   * @return {@code [to, to]}, in an array of its own
   */
  float[] resampled(float[] truth, int from, int to);

  /** How many classes its numbers fall into, of which rare ones are drawn more often. */
  int classes();

  /** The class of a number, from 0. */
  int classOf(float number);
}

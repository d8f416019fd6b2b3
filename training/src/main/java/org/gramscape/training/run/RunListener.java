package org.gramscape.training.run;

/** Is told how a run goes. */
public interface RunListener {
  /** An iteration is done, of so many. */
  void iteration(long done, long total);

  /** Something a person wants to know. */
  void say(String line);
}

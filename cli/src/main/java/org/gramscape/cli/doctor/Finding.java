package org.gramscape.cli.doctor;

/**
 * Something to know about a scene.
 *
 * @param repair the command or option that would help, or ""
 */
public record Finding(Severity severity, String text, String repair) {

  /** How much it matters. */
  public enum Severity {
    /** As it should be. */
    GOOD,
    /** The scene works, but the result may be poorer than it could be. */
    WARNING,
    /** The scene cannot be used as it is. */
    PROBLEM
  }

  public static Finding good(String text) {
    return new Finding(Severity.GOOD, text, "");
  }

  public static Finding warning(String text, String repair) {
    return new Finding(Severity.WARNING, text, repair);
  }

  public static Finding problem(String text, String repair) {
    return new Finding(Severity.PROBLEM, text, repair);
  }
}

package org.gramscape.cli.progress;

/** The forms of progress; spelled as on the command line. */
public enum ProgressStyle {
  auto,
  bar,
  plain,
  json,
  none
}

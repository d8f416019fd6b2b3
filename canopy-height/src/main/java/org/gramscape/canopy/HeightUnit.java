package org.gramscape.canopy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What one step of a height stands for. */
public enum HeightUnit {
  METRE("m", 1, "m", "metre", "metres", "meter", "meters"),
  DECIMETRE("dm", 0.1, "dm", "decimetre", "decimetres", "decimeter", "decimeters"),
  CENTIMETRE("cm", 0.01, "cm", "centimetre", "centimetres", "centimeter", "centimeters"),
  FOOT("ft", 0.3048, "ft", "foot", "feet", "international foot"),
  US_SURVEY_FOOT("us-ft", 1200.0 / 3937, "us-ft", "ftus", "us survey foot", "us survey feet");

  private final String symbol;
  private final double metres;
  private final String[] names;

  HeightUnit(String symbol, double metres, String... names) {
    this.symbol = symbol;
    this.metres = metres;
    this.names = names;
  }

  /** How many metres one is. */
  public double metres() {
    return metres;
  }

  /** As one says of many. */
  String plural() {
    return this == FOOT ? "feet" : name().toLowerCase(Locale.ROOT) + "s";
  }

  /** The unit that a file names in words of its own; empty if it is none of these. */
  static Optional<HeightUnit> named(String text) {
    String name = text.strip().toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(unit -> Arrays.asList(unit.names).contains(name))
        .findFirst();
  }

  /**
   * Reads {@code m}, {@code dm}, {@code cm}, {@code ft} or {@code us-ft}.
   *
   * @throws IllegalArgumentException if it is none of them
   */
  public static HeightUnit parse(String text) {
    return named(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "\"%s\" is no unit of heights; write one of %s"
                        .formatted(
                            text,
                            Arrays.stream(values())
                                .map(HeightUnit::toString)
                                .collect(Collectors.joining(", ")))));
  }

  @Override
  public String toString() {
    return symbol;
  }
}

package org.gramscape.cli;

import java.util.List;
import org.gramscape.canopy.KnownUnit;

/** What is worth saying of the units of rasters of heights. */
final class KnownUnits {
  private KnownUnits() {}

  /** A line if there are some that nobody states. */
  static List<String> describe(List<KnownUnit> units) {
    long taken = units.stream().filter(unit -> !unit.stated()).count();
    return taken == 0
        ? List.of()
        : List.of(
            "Heights%s are taken as metres: no unit is declared, and --height-unit says another"
                .formatted(units.size() == 1 ? "" : " of " + Text.count(taken, "file")));
  }
}

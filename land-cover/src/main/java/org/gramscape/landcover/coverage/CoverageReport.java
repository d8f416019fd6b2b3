package org.gramscape.landcover.coverage;

import java.util.List;

/**
 * Whether polygons are a coverage.
 *
 * @param polygons how many were looked at
 * @param flaws none, if they are
 */
public record CoverageReport(long polygons, List<Flaw> flaws) {
  public CoverageReport {
    flaws = List.copyOf(flaws);
  }

  public boolean isValid() {
    return flaws.isEmpty();
  }

  /** How many flaws are of a kind. */
  public long count(Flaw.Kind kind) {
    return flaws.stream().filter(flaw -> flaw.kind() == kind).count();
  }
}

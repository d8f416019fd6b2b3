package org.gramscape.cli;

import java.util.ArrayList;
import java.util.List;
import org.gramscape.landcover.coverage.CoverageReport;
import org.gramscape.landcover.coverage.Flaw;

/** Whether polygons are a coverage, in lines for a person. */
final class CoverageText {
  private static final int MOST_OF_A_KIND = 10;

  private CoverageText() {}

  /** How many flaws there are of each kind, and where the first are. */
  static List<String> of(String file, CoverageReport report) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s: %s, %d invalid, %s, %s, %s"
            .formatted(
                file,
                Text.count(report.polygons(), "polygon"),
                report.count(Flaw.Kind.INVALID),
                Text.count(report.count(Flaw.Kind.OVERLAP), "overlap"),
                Text.count(report.count(Flaw.Kind.GAP), "gap"),
                Text.count(report.count(Flaw.Kind.UNMATCHED), "unmatched border")));
    for (Flaw.Kind kind : Flaw.Kind.values()) {
      report.flaws().stream()
          .filter(flaw -> flaw.kind() == kind)
          .limit(MOST_OF_A_KIND)
          .forEach(flaw -> lines.add(line(flaw)));
      long left = report.count(kind) - MOST_OF_A_KIND;
      if (left > 0) {
        lines.add("  and %d more like that".formatted(left));
      }
    }
    return lines;
  }

  private static String line(Flaw flaw) {
    return "  %s at (%s, %s): %s"
        .formatted(
            Text.lower(flaw.kind()), Text.number(flaw.x()), Text.number(flaw.y()), flaw.what());
  }
}

package org.gramscape.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.gramscape.canopy.HeightUnit;
import org.gramscape.canopy.Shift;
import org.gramscape.canopy.SurveyedPair;

/** What is worth saying of pairs of image and heights. */
final class SurveyedPairs {
  private SurveyedPairs() {}

  /** What is to be said of all of them together, a line each. */
  static List<String> describe(List<SurveyedPair> pairs) {
    List<String> lines =
        new ArrayList<>(KnownUnits.describe(pairs.stream().map(SurveyedPair::unit).toList()));
    SurveyedPair.unitDoubts(pairs).forEach(doubt -> lines.add("Warning: " + doubt));
    return lines;
  }

  /** A line each; none if there is nothing that a person need know. */
  static List<String> describe(SurveyedPair pair) {
    List<String> lines = new ArrayList<>();
    if (pair.unit().unit() != HeightUnit.METRE) {
      lines.add("%s: heights in %s".formatted(pair.pair().heights(), pair.unit().unit()));
    }
    if (!pair.shift().equals(Shift.NONE)) {
      lines.add(String.format(Locale.ROOT, "%s: moved by %s", pair.pair().heights(), pair.shift()));
    }
    pair.warnings().forEach(warning -> lines.add("Warning: " + warning));
    return lines;
  }
}

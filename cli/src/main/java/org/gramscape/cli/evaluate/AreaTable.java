package org.gramscape.cli.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.gramscape.landcover.AreaAssessment;
import org.gramscape.landcover.AreaEstimates;
import org.gramscape.landcover.AreaEstimates.ClassArea;
import org.gramscape.landcover.AreaEstimates.Estimate;

/** Estimated areas as lines of text; plus and minus is half a 95 % interval. */
public final class AreaTable {
  private static final double SQUARE_METRES_PER_HECTARE = 1e4;

  private AreaTable() {}

  /** All lines. */
  public static List<String> lines(AreaAssessment assessment) {
    AreaEstimates estimates = assessment.estimates();
    List<String> lines = new ArrayList<>();
    lines.add("Samples   " + samples(assessment));
    lines.add("Accuracy  " + share(estimates.accuracy()));
    lines.add("");
    int wide =
        Math.max(5, estimates.classes().stream().mapToInt(c -> c.name().length()).max().orElse(0));
    String form = "%-" + wide + "s %14s %30s %17s %17s";
    lines.add(text(form, "Class", "mapped", "estimated", "user's", "producer's").stripTrailing());
    for (ClassArea area : estimates.classes()) {
      lines.add(
          text(
              form,
              area.name(),
              hectares(area.mappedSquareMetres()),
              hectares(area.squareMetres()),
              share(area.user()),
              share(area.producer())));
    }
    lines.add("");
    lines.add(
        text(
            "%-" + wide + "s %8s  %% of the ground by the true class, in the same order",
            "Mapped as",
            "samples"));
    for (int map = 0; map < estimates.classes().size(); map++) {
      if (estimates.classes().get(map).mappedSquareMetres() > 0) {
        lines.add(row(estimates, map, wide));
      }
    }
    return lines;
  }

  private static String row(AreaEstimates estimates, int map, int wide) {
    long places = 0;
    StringBuilder cells = new StringBuilder();
    for (int truth = 0; truth < estimates.classes().size(); truth++) {
      places += estimates.counts()[map][truth];
      cells.append(text(" %6.2f", 100 * estimates.shares()[map][truth]));
    }
    return text(
        "%-" + Math.max(wide, 9) + "s %8d %s", estimates.classes().get(map).name(), places, cells);
  }

  static String samples(AreaAssessment assessment) {
    String left = "";
    if (assessment.unanswered() > 0) {
      left += text(", %d without a true class left out", assessment.unanswered());
    }
    if (assessment.outside() > 0) {
      left += text(", %d off the map left out", assessment.outside());
    }
    return assessment.estimates().samples() + left;
  }

  static String hectares(double squareMetres) {
    return text("%.2f ha", squareMetres / SQUARE_METRES_PER_HECTARE);
  }

  static String hectares(Estimate squareMetres) {
    return hectares(squareMetres.value()) + " \u00b1 " + hectares(squareMetres.half95());
  }

  static String share(Estimate share) {
    return Double.isNaN(share.value())
        ? "none"
        : text("%.3f \u00b1 %.3f", share.value(), share.half95());
  }

  private static String text(String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }
}

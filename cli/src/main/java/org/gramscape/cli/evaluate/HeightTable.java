package org.gramscape.cli.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.gramscape.canopy.Calibration;
import org.gramscape.canopy.HeightAssessment;
import org.gramscape.canopy.HeightIntervals;
import org.gramscape.canopy.HeightScores;
import org.gramscape.canopy.Interval;
import org.gramscape.cli.Text;

/** Figures of compared heights as lines of text. */
public final class HeightTable {
  private HeightTable() {}

  /**
   * All lines.
   *
   * @param maps each; of several there is a line a map
   * @param pooled of all cells together
   */
  public static List<String> lines(List<AssessedMap> maps, HeightAssessment pooled) {
    List<String> lines = new ArrayList<>();
    if (maps.size() > 1) {
      int wide = maps.stream().mapToInt(map -> map.name().length()).max().orElse(0);
      String form = "%-" + wide + "s %9s %6s %6s %6s %7s %8s";
      lines.add(
          text(form, "Map", "cells", "MAE", "RMSE", "bias", "R2", "block R2").stripTrailing());
      for (AssessedMap map : maps) {
        HeightScores scores = map.assessment().scores();
        lines.add(
            text(
                form,
                map.name(),
                scores.cells(),
                text("%.2f", scores.mae()),
                text("%.2f", scores.rmse()),
                text("%+.2f", scores.bias()),
                share(scores.r2()),
                share(scores.blockR2())));
      }
      lines.add("");
      lines.add("Pooled:");
    }
    addScores(pooled, lines);
    lines.add("");
    lines.add("True height     cells    MAE   RMSE   bias");
    for (HeightAssessment.HeightClass of : pooled.classes()) {
      lines.add(
          text(
              "%-11s %9d %6.2f %6.2f %+6.2f",
              metres(of), of.cells(), of.mae(), of.rmse(), of.bias()));
    }
    pooled.calibration().ifPresent(calibration -> addCalibration(calibration, lines));
    return lines;
  }

  private static void addScores(HeightAssessment pooled, List<String> lines) {
    HeightScores scores = pooled.scores();
    HeightIntervals sure = pooled.intervals();
    lines.add(text("Cells     %d", scores.cells()));
    lines.add(text("MAE       %.2f m%s", scores.mae(), interval(sure.mae(), "%.2f")));
    lines.add(text("RMSE      %.2f m%s", scores.rmse(), interval(sure.rmse(), "%.2f")));
    lines.add(text("Bias      %+.2f m%s", scores.bias(), interval(sure.bias(), "%+.2f")));
    lines.add(text("R2        %s%s", share(scores.r2()), interval(sure.r2(), "%.3f")));
    lines.add(
        text(
            "Block R2  %s over %s of %.0f m%s",
            share(scores.blockR2()),
            Text.count(scores.blocks(), "block"),
            scores.blockMetres(),
            interval(sure.blockR2(), "%.3f")));
    lines.add(text("Edges     %s (0: as the truth's, 1: none alike)", share(pooled.edgeError())));
    lines.add(
        text(
            "Above 2 m %s relative error, cover IoU %s",
            Double.isNaN(pooled.relativeMae()) ? "no" : text("%.1f %%", 100 * pooled.relativeMae()),
            share(pooled.coverIou())));
  }

  private static void addCalibration(Calibration calibration, List<String> lines) {
    lines.add("");
    lines.add(
        text(
            "Spread: %.1f %% of errors within one, %.1f %% within two (68.3 and 95.4 if normal);"
                + " errors are %.2f spreads",
            100 * calibration.withinOne(), 100 * calibration.withinTwo(), calibration.ratio()));
    lines.add("  told by the map     cells   found (RMSE)");
    for (Calibration.Bin bin : calibration.bins()) {
      lines.add(text("  %9.2f m     %9d   %9.2f m", bin.spread(), bin.cells(), bin.rmse()));
    }
  }

  /** {@code 2 to 5 m}. */
  static String metres(HeightAssessment.HeightClass of) {
    return Double.isInfinite(of.to())
        ? text("%.0f m or more", of.from())
        : text("%.0f to %.0f m", of.from(), of.to());
  }

  static String interval(Interval interval, String form) {
    return Double.isNaN(interval.low())
        ? ""
        : text(" (" + form + " to " + form + ")", interval.low(), interval.high());
  }

  /** A share, or {@code none} where there is nothing to score. */
  static String share(double value) {
    return Double.isNaN(value) ? "none" : text("%.3f", value);
  }

  static String text(String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }
}

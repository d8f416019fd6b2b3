package org.gramscape.cli.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.gramscape.landcover.BoundaryScores;
import org.gramscape.landcover.ClassEvaluation;
import org.gramscape.landcover.ClassScores;
import org.gramscape.landcover.ClassValidation;

/** Figures of classes as lines of text. */
public final class ClassTable {
  private ClassTable() {}

  /**
   * All lines.
   *
   * @param cells what was compared: {@code cells} or {@code places}
   */
  public static List<String> lines(ClassScores scores, String cells) {
    List<String> lines = new ArrayList<>();
    lines.add(
        text(
            "%-9s %d",
            cells.substring(0, 1).toUpperCase(Locale.ROOT) + cells.substring(1), scores.cells()));
    lines.add(text("Accuracy  %.1f %%", 100 * scores.accuracy()));
    lines.add(text("Mean IoU  %.3f", scores.meanIou()));
    lines.add(text("Mean F1   %.3f", scores.meanF1()));
    lines.add(text("Kappa     %.3f", scores.kappa()));
    lines.add("");
    List<ClassScores.ClassScore> classes = scores.classes();
    int wide = classes.stream().mapToInt(c -> c.name().length()).max().orElse(0);
    String name = "%-" + Math.max(wide, 5) + "s";
    lines.add(
        text(
            name + " %10s %6s %6s %9s %7s  of 100 true %s, found as",
            "Class",
            cells,
            "F1",
            "IoU",
            "precision",
            "recall",
            cells));
    for (int row = 0; row < classes.size(); row++) {
      ClassScores.ClassScore score = classes.get(row);
      StringBuilder line =
          new StringBuilder(
              text(
                  name + " %10d %6.3f %6.3f %9.3f %7.3f ",
                  score.name(),
                  score.truthCells(),
                  score.f1(),
                  score.iou(),
                  score.precision(),
                  score.recall()));
      for (long found : scores.confusion()[row]) {
        line.append(text(" %3.0f", 100.0 * found / Math.max(1, score.truthCells())));
      }
      lines.add(line.toString());
    }
    return lines;
  }

  /** All lines, and how borders agree. */
  public static List<String> lines(ClassEvaluation evaluation) {
    List<String> lines = new ArrayList<>(lines(evaluation.scores(), "cells"));
    lines.add("");
    StringBuilder borders =
        new StringBuilder(
            text(
                "Borders within %d cells of each other, F-score %.3f:",
                BoundaryScores.CELLS, evaluation.boundaries().mean()));
    for (ClassScores.ClassScore score : evaluation.scores().classes()) {
      double f = evaluation.boundaries().of(score.id());
      borders.append(Double.isNaN(f) ? "" : text(" %s %.3f,", score.name(), f));
    }
    lines.add(borders.toString().replaceFirst("[,:]$", "").replace("NaN", "none"));
    return lines;
  }

  /** What a fit is worth, and why that may be less than it seems. */
  public static List<String> lines(ClassValidation validation) {
    List<String> lines = new ArrayList<>();
    lines.add("Held out in turn, " + validation.method() + ":");
    validation.doubts().forEach(doubt -> lines.add("  Note: " + doubt + "."));
    if (validation.tells()) {
      lines.addAll(lines(validation.scores(), "places"));
    }
    return lines;
  }

  private static String text(String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }
}

package org.gramscape.cli.evaluate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gramscape.cli.page.ReportPage;
import org.gramscape.cli.page.ReportPage.Figure;
import org.gramscape.cli.picture.Palette;
import org.gramscape.cli.picture.Picture;
import org.gramscape.geoio.style.LegendEntry;
import org.gramscape.landcover.BoundaryScores;
import org.gramscape.landcover.ClassEvaluation;
import org.gramscape.landcover.ClassScores;
import org.gramscape.landcover.ComparedClasses;

/** A page of compared classes with everything in it. */
public final class ClassPage {
  private static final int SIDE = 400;
  private static final int RIGHT = 0xe8e6df;
  private static final int WRONG = 0xb3261e;

  private ClassPage() {}

  /** The page. */
  public static String html(String map, ComparedClasses compared, ClassEvaluation evaluation)
      throws IOException {
    ClassScores scores = evaluation.scores();
    ReportPage page =
        new ReportPage(
            "Land-cover classes and the truth",
            "%s, %,d cells of %s".formatted(map, scores.cells(), compared.info().name()));
    Map<String, String> numbers = new LinkedHashMap<>();
    numbers.put("Accuracy", text("%.1f %%", 100 * scores.accuracy()));
    numbers.put("Mean IoU", text("%.3f", scores.meanIou()));
    numbers.put("Mean F1", text("%.3f", scores.meanF1()));
    numbers.put("Kappa", text("%.3f", scores.kappa()));
    numbers.put(
        text("Boundary F at %d cells", BoundaryScores.CELLS),
        text("%.3f", evaluation.boundaries().mean()));
    page.numbers(numbers);
    page.section(
        "By class",
        "Precision is the map user's accuracy: the share of cells mapped so that are so. Recall is"
            + " the producer's: the share of what is so that is mapped so.");
    page.table(
        List.of("Class", "true cells", "F1", "IoU", "precision", "recall", "boundary F"),
        rows(evaluation));
    confusion(page, scores);
    pictures(page, compared, compared.legend(scores));
    return page.html();
  }

  private static List<List<String>> rows(ClassEvaluation evaluation) {
    List<List<String>> rows = new ArrayList<>();
    for (ClassScores.ClassScore score : evaluation.scores().classes()) {
      rows.add(
          List.of(
              score.name(),
              text("%,d", score.truthCells()),
              text("%.3f", score.f1()),
              text("%.3f", score.iou()),
              text("%.3f", score.precision()),
              text("%.3f", score.recall()),
              text("%.3f", evaluation.boundaries().of(score.id()))));
    }
    return rows;
  }

  private static void confusion(ReportPage page, ClassScores scores) {
    page.section("Confusion", "Of 100 true cells of a row's class, how many are mapped as what.");
    List<String> head = new ArrayList<>(List.of("True class"));
    scores.classes().forEach(score -> head.add(score.name()));
    List<List<String>> rows = new ArrayList<>();
    for (int c = 0; c < scores.classes().size(); c++) {
      ClassScores.ClassScore score = scores.classes().get(c);
      List<String> row = new ArrayList<>(List.of(score.name()));
      for (long cells : scores.confusion()[c]) {
        row.add(text("%.1f", 100.0 * cells / Math.max(1, score.truthCells())));
      }
      rows.add(row);
    }
    page.table(head, rows);
  }

  private static void pictures(ReportPage page, ComparedClasses compared, List<LegendEntry> legend)
      throws IOException {
    page.section("Pictures", "");
    Map<Integer, Integer> colors = new HashMap<>();
    legend.forEach(entry -> colors.put(entry.value(), entry.rgb()));
    Palette classes = Palette.classes(colors);
    page.figures(
        new Figure(
            Picture.ofClasses(compared, ComparedClasses.TRUTH, classes, SIDE), "True classes"),
        new Figure(
            Picture.ofClasses(compared, ComparedClasses.PREDICTION, classes, SIDE),
            "Mapped classes"),
        new Figure(
            Picture.ofClasses(
                compared, ComparedClasses.WRONG, Palette.classes(Map.of(0, RIGHT, 1, WRONG)), SIDE),
            "Where they differ"));
    page.legend(legend);
  }

  private static String text(String form, Object... values) {
    return String.format(Locale.ROOT, form, values).replace("NaN", "none");
  }
}

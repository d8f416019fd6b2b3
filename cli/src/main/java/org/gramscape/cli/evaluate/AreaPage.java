package org.gramscape.cli.evaluate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gramscape.cli.page.ReportPage;
import org.gramscape.landcover.AreaAssessment;
import org.gramscape.landcover.AreaEstimates;
import org.gramscape.landcover.AreaEstimates.ClassArea;

/** A page of estimated areas. */
public final class AreaPage {
  private AreaPage() {}

  /** The page. */
  public static String html(String map, AreaAssessment assessment) throws IOException {
    AreaEstimates estimates = assessment.estimates();
    ReportPage page =
        new ReportPage(
            "Areas of land-cover classes",
            ("%s, by a stratified random sample of %s places (Olofsson et al. 2014, Remote Sensing"
                    + " of Environment 148); \u00b1 is half a 95 %% interval.")
                .formatted(map, AreaTable.samples(assessment)));
    Map<String, String> numbers = new LinkedHashMap<>();
    numbers.put("Accuracy", AreaTable.share(estimates.accuracy()));
    numbers.put("Ground", AreaTable.hectares(estimates.squareMetres()));
    page.numbers(numbers);
    page.section(
        "Areas",
        "What the map shows counts its errors in; what the sample says does not. User's accuracy is"
            + " the share of the ground mapped so that is so, producer's accuracy the share of what"
            + " is so that is mapped so.");
    List<List<String>> rows = new ArrayList<>();
    for (ClassArea area : estimates.classes()) {
      rows.add(
          List.of(
              area.name(),
              AreaTable.hectares(area.mappedSquareMetres()),
              AreaTable.hectares(area.squareMetres()),
              AreaTable.share(area.user()),
              AreaTable.share(area.producer())));
    }
    page.table(List.of("Class", "mapped", "estimated", "user's", "producer's"), rows);
    matrix(page, estimates);
    return page.html();
  }

  private static void matrix(ReportPage page, AreaEstimates estimates) {
    page.section(
        "Error matrix",
        "Places of the sample, and in brackets the % of the ground that they stand for: rows are"
            + " the map's classes, columns the true ones.");
    List<String> head = new ArrayList<>(List.of("Mapped as"));
    estimates.classes().forEach(area -> head.add(area.name()));
    List<List<String>> rows = new ArrayList<>();
    for (int map = 0; map < estimates.classes().size(); map++) {
      if (estimates.classes().get(map).mappedSquareMetres() > 0) {
        List<String> row = new ArrayList<>(List.of(estimates.classes().get(map).name()));
        for (int truth = 0; truth < estimates.classes().size(); truth++) {
          row.add(
              String.format(
                  Locale.ROOT,
                  "%d (%.2f)",
                  estimates.counts()[map][truth],
                  100 * estimates.shares()[map][truth]));
        }
        rows.add(row);
      }
    }
    page.table(head, rows);
  }
}

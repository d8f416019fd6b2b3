package org.gramscape.cli.evaluate;

import static org.gramscape.cli.evaluate.HeightTable.interval;
import static org.gramscape.cli.evaluate.HeightTable.share;
import static org.gramscape.cli.evaluate.HeightTable.text;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.gramscape.canopy.Calibration;
import org.gramscape.canopy.ComparedHeights;
import org.gramscape.canopy.HeightAssessment;
import org.gramscape.canopy.HeightProtocol;
import org.gramscape.canopy.HeightScores;
import org.gramscape.cli.page.ReportPage;
import org.gramscape.cli.page.ReportPage.Figure;
import org.gramscape.cli.picture.Palette;
import org.gramscape.cli.picture.Picture;

/** A page of compared heights with everything in it. */
public final class HeightPage {
  private static final int SIDE = 400;
  private static final double METRES = 30;
  private static final double ERROR_METRES = 10;
  private static final int STOPS = 9;

  /** Pages of more pictures are slow to open. */
  private static final int MOST_PICTURES = 60;

  private final HeightProtocol protocol;
  private final List<Pictured> worstFirst = new ArrayList<>();

  private record Pictured(AssessedMap map, Figure[] figures) {
    double rmse() {
      return map.assessment().scores().rmse();
    }
  }

  public HeightPage(HeightProtocol protocol) {
    this.protocol = protocol;
  }

  /** Draws a map, its truth and its errors; of many maps the worst are kept. */
  public void add(AssessedMap map, ComparedHeights compared) throws IOException {
    if (worstFirst.size() == MOST_PICTURES
        && map.assessment().scores().rmse() <= worstFirst.get(MOST_PICTURES - 1).rmse()) {
      return;
    }
    worstFirst.add(
        new Pictured(
            map,
            new Figure[] {
              figure(compared, ComparedHeights.TRUTH, Palette.heights(METRES), "True height"),
              figure(
                  compared, ComparedHeights.PREDICTION, Palette.heights(METRES), "Mapped height"),
              figure(compared, ComparedHeights.ERROR, Palette.errors(ERROR_METRES), "Error")
            }));
    worstFirst.sort(Comparator.comparingDouble(Pictured::rmse).reversed());
    worstFirst.subList(Math.min(MOST_PICTURES, worstFirst.size()), worstFirst.size()).clear();
  }

  private static Figure figure(ComparedHeights compared, int band, Palette palette, String caption)
      throws IOException {
    return new Figure(Picture.ofQuantities(compared, band, palette, SIDE), caption);
  }

  /** The page. */
  public String html(List<AssessedMap> maps, HeightAssessment pooled) throws IOException {
    ReportPage page =
        new ReportPage(
            "Canopy heights and the truth",
            text(
                "%s, %,d cells, by the protocol \"%s\"; in brackets where a figure would lie in 95"
                    + " of 100 samples of like ground (bootstrap of blocks).",
                maps.size() == 1 ? maps.get(0).name() : maps.size() + " maps",
                pooled.scores().cells(),
                protocol.name()));
    HeightScores scores = pooled.scores();
    Map<String, String> numbers = new LinkedHashMap<>();
    numbers.put("MAE" + interval(pooled.intervals().mae(), "%.2f"), text("%.2f m", scores.mae()));
    numbers.put(
        "RMSE" + interval(pooled.intervals().rmse(), "%.2f"), text("%.2f m", scores.rmse()));
    numbers.put(
        "Bias" + interval(pooled.intervals().bias(), "%+.2f"), text("%+.2f m", scores.bias()));
    numbers.put("R²" + interval(pooled.intervals().r2(), "%.2f"), share(scores.r2()));
    numbers.put(
        text("R² of %.0f m blocks", scores.blockMetres())
            + interval(pooled.intervals().blockR2(), "%.2f"),
        share(scores.blockR2()));
    numbers.put("Edge error", share(pooled.edgeError()));
    numbers.put("Cover IoU above 2 m", share(pooled.coverIou()));
    page.numbers(numbers);
    if (maps.stream().anyMatch(map -> !map.doubts().isEmpty())) {
      page.section("What may be wrong", "");
      maps.forEach(map -> map.doubts().forEach(page::paragraph));
    }
    classes(page, pooled);
    pooled.calibration().ifPresent(calibration -> spread(page, calibration));
    if (maps.size() > 1) {
      table(page, maps);
    }
    pictures(page, maps.size());
    return page.html();
  }

  private static void classes(ReportPage page, HeightAssessment pooled) {
    page.section(
        "By true height", "Tall trees are easily underestimated, bare ground overestimated.");
    List<List<String>> rows = new ArrayList<>();
    for (HeightAssessment.HeightClass of : pooled.classes()) {
      rows.add(
          List.of(
              HeightTable.metres(of),
              text("%,d", of.cells()),
              text("%.2f m", of.mae()),
              text("%.2f m", of.rmse()),
              text("%+.2f m", of.bias())));
    }
    page.table(List.of("True height", "cells", "MAE", "RMSE", "bias"), rows);
  }

  private static void spread(ReportPage page, Calibration calibration) {
    page.section(
        "What the map says of its error",
        text(
            "%.1f %% of errors are within one spread and %.1f %% within two, where 68.3 and 95.4"
                + " are expected of normal errors; errors are %.2f spreads.",
            100 * calibration.withinOne(), 100 * calibration.withinTwo(), calibration.ratio()));
    List<List<String>> rows = new ArrayList<>();
    for (Calibration.Bin bin : calibration.bins()) {
      rows.add(
          List.of(
              text("%.2f m", bin.spread()), text("%,d", bin.cells()), text("%.2f m", bin.rmse())));
    }
    page.table(List.of("Spread told", "cells", "error found (RMSE)"), rows);
  }

  private static void table(ReportPage page, List<AssessedMap> maps) {
    page.section("Each map", "");
    List<List<String>> rows = new ArrayList<>();
    for (AssessedMap map : maps) {
      HeightScores scores = map.assessment().scores();
      rows.add(
          List.of(
              map.name(),
              text("%,d", scores.cells()),
              text("%.2f m", scores.mae()),
              text("%.2f m", scores.rmse()),
              text("%+.2f m", scores.bias()),
              share(scores.r2()),
              share(scores.blockR2())));
    }
    page.table(List.of("Map", "cells", "MAE", "RMSE", "bias", "R²", "block R²"), rows);
  }

  private void pictures(ReportPage page, int maps) throws IOException {
    page.section(
        "Pictures",
        maps > worstFirst.size()
            ? text("The worst %d, by RMSE.", worstFirst.size())
            : maps > 1 ? "The worst first, by RMSE." : "");
    page.scale("0 m", colors(Palette.heights(1), 0), text("%.0f m and more", METRES));
    page.scale(
        text("%.0f m too low", ERROR_METRES),
        colors(Palette.errors(1), -1),
        text("%.0f m too high", ERROR_METRES));
    for (Pictured pictured : worstFirst) {
      page.heading(text("%s: RMSE %.2f m", pictured.map().name(), pictured.rmse()))
          .figures(pictured.figures());
    }
  }

  private static List<Integer> colors(Palette palette, double from) {
    return IntStream.range(0, STOPS)
        .mapToObj(i -> palette.color(from + (1 - from) * i / (STOPS - 1.0)))
        .toList();
  }
}

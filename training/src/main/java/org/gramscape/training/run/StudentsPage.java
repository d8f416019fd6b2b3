package org.gramscape.training.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.gramscape.model.ssl.recipe.Recipe;

/** A page that shows students of the same teacher side by side, and leads to the page of each. */
final class StudentsPage {
  private final Recipe recipe;

  /** By the students' names. */
  private final Map<String, List<JsonNode>> metrics;

  /**
   * @param recipe of any of them
   * @param metrics of each student by its name, with a line at least
   */
  StudentsPage(Recipe recipe, Map<String, List<JsonNode>> metrics) {
    this.recipe = recipe;
    this.metrics = metrics;
  }

  String html() throws IOException {
    Page page =
        new Page(
            recipe.about(),
            "%d students that share what their teacher sees, in batches of %d."
                .formatted(metrics.size(), recipe.batch()));
    Map<String, String> numbers = new LinkedHashMap<>();
    StringBuilder links = new StringBuilder("<p>By themselves:");
    metrics.forEach(
        (name, lines) -> {
          JsonNode last = lines.get(lines.size() - 1);
          long done = last.path(Metrics.ITERATION).asLong();
          numbers.put("Iterations", String.format(Locale.ROOT, "%,d", done));
          links.append(" <a href=\"%s/index.html\">%s</a>".formatted(name, name));
        });
    page.numbers(numbers);
    page.add(links.append("</p>").toString());
    page.section("Losses", "Before their weights, but for the total.", charts(RunPage.LOSSES));
    page.section("Probes", "Of each running mean, frozen.", charts(probes()));
    page.section("Speed", "", charts(Map.of("imagesPerSecond", "Throughput, images a second")));
    return page.html();
  }

  private Map<String, String> probes() {
    Map<String, String> probes = new TreeMap<>();
    for (List<JsonNode> lines : metrics.values()) {
      for (JsonNode line : lines) {
        line.fieldNames()
            .forEachRemaining(
                field -> {
                  if (field.startsWith(StudentRun.PROBE)) {
                    probes.put(field, field.substring(StudentRun.PROBE.length()));
                  }
                });
      }
    }
    return probes;
  }

  /** A chart for each field that a student has numbers of, with a curve for each of these. */
  private List<Chart> charts(Map<String, String> titles) {
    List<Chart> charts = new ArrayList<>();
    titles.forEach(
        (field, title) -> {
          List<Curve> curves = new ArrayList<>();
          metrics.forEach((name, lines) -> curves.add(Curve.of(name, field, lines)));
          curves.removeIf(Curve::isZero);
          if (!curves.isEmpty()) {
            charts.add(new Chart(title, "", curves));
          }
        });
    return charts;
  }
}

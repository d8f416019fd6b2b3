package org.gramscape.training.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gramscape.model.dense.DenseRecipe;
import org.gramscape.model.ssl.recipe.RecipeText;

/** A page of curves that shows how a training of a dense head goes. */
final class DensePage {
  /** Before the names of scores on ground held out. */
  static final String HELD_OUT = "heldOut.";

  private static final Map<String, String> VITALS = new LinkedHashMap<>();

  static {
    VITALS.put("gradientNorm.backbone", "Norm of the backbone's gradient");
    VITALS.put("gradientNorm.head", "Norm of the head's gradient");
    VITALS.put("imagesPerSecond", "Images a second");
  }

  private final DenseRecipe recipe;
  private final DenseRun.Titles titles;
  private final List<JsonNode> metrics;
  private final long bestAt;

  DensePage(DenseRecipe recipe, DenseRun.Titles titles, List<JsonNode> metrics, long bestAt) {
    this.recipe = recipe;
    this.titles = titles;
    this.metrics = metrics;
    this.bestAt = bestAt;
  }

  /** The page; there is a line of metrics at least. */
  String html() throws IOException {
    Page page =
        new Page(
            recipe.about(),
            String.format(
                Locale.ROOT,
                "After %,d of %,d iterations with batches of %d.",
                metrics.get(metrics.size() - 1).path(Metrics.ITERATION).asLong(),
                recipe.iterations(),
                recipe.batch()));
    page.numbers(numbers());
    page.section("On ground held out", "Of the running mean.", charts(heldOut()));
    page.section("Losses", "Before their weights, but for the total.", charts(losses()));
    page.section("Rates", "", charts(rates()));
    page.section("Gradients and speed", "", charts(VITALS));
    page.add(
        "<h2>Recipe</h2>\n<details><summary>every value</summary><pre>%s</pre></details>"
            .formatted(Html.escape(RecipeText.of(recipe))));
    return page.html();
  }

  private Map<String, String> heldOut() {
    Map<String, String> names = new LinkedHashMap<>();
    titles.scores().forEach((name, title) -> names.put(HELD_OUT + name, title));
    return names;
  }

  private Map<String, String> losses() {
    Map<String, String> names = new LinkedHashMap<>();
    names.put("loss.total", "Total");
    titles.losses().forEach((name, title) -> names.put("loss." + name, title));
    return names;
  }

  private Map<String, String> rates() {
    Map<String, String> names = new LinkedHashMap<>();
    names.put("learningRate", "Learning rate");
    names.put("momentum", "Momentum of the mean");
    titles.losses().forEach((name, title) -> names.put(name + "Weight", "Weight of " + title));
    return names;
  }

  private Map<String, String> numbers() {
    Map<String, String> numbers = new LinkedHashMap<>();
    heldOut()
        .forEach(
            (field, name) -> {
              Curve curve = Curve.of(name, field, metrics);
              if (!curve.isEmpty()) {
                numbers.put(name + " held out", Chart.value(curve.last()));
              }
            });
    numbers.put("Best after", "%,d iterations".formatted(bestAt));
    return numbers;
  }

  private List<Chart> charts(Map<String, String> names) {
    List<Chart> charts = new ArrayList<>();
    names.forEach(
        (field, title) -> {
          Curve curve = Curve.of(title, field, metrics);
          if (!curve.isEmpty() && !curve.isZero()) {
            charts.add(Chart.of(title, "", curve));
          }
        });
    return charts;
  }
}

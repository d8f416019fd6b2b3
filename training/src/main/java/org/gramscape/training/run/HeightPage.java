package org.gramscape.training.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gramscape.model.height.HeightRecipe;
import org.gramscape.model.ssl.recipe.RecipeText;

/** A page of curves that shows how a training for heights goes. */
final class HeightPage {
  private static final Map<String, String> HELD_OUT = new LinkedHashMap<>();
  private static final Map<String, String> LOSSES = new LinkedHashMap<>();
  private static final Map<String, String> RATES = new LinkedHashMap<>();
  private static final Map<String, String> VITALS = new LinkedHashMap<>();

  static {
    HELD_OUT.put("heldOut.rmse", "RMSE");
    HELD_OUT.put("heldOut.mae", "MAE");
    HELD_OUT.put("heldOut.bias", "Bias");
    HELD_OUT.put("heldOut.r2", "R2");
    LOSSES.put("loss.total", "Total");
    LOSSES.put("loss.siLog", "Scale-invariant logarithm");
    LOSSES.put("loss.charbonnier", "Charbonnier");
    LOSSES.put("loss.gradient", "Patch gradients");
    RATES.put("learningRate", "Learning rate");
    RATES.put("momentum", "Momentum of the mean");
    RATES.put("siLogWeight", "Weight of the logarithms");
    RATES.put("gradientWeight", "Weight of patch gradients");
    VITALS.put("gradientNorm.backbone", "Norm of the backbone's gradient");
    VITALS.put("gradientNorm.head", "Norm of the head's gradient");
    VITALS.put("imagesPerSecond", "Images a second");
  }

  private final HeightRecipe recipe;
  private final List<JsonNode> metrics;
  private final long bestAt;

  HeightPage(HeightRecipe recipe, List<JsonNode> metrics, long bestAt) {
    this.recipe = recipe;
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
    page.section("On ground held out", "Of the running mean.", charts(HELD_OUT));
    page.section("Losses", "Before their weights, but for the total.", charts(LOSSES));
    page.section("Rates", "", charts(RATES));
    page.section("Gradients and speed", "", charts(VITALS));
    page.add(
        "<h2>Recipe</h2>\n<details><summary>every value</summary><pre>%s</pre></details>"
            .formatted(Html.escape(RecipeText.of(recipe))));
    return page.html();
  }

  private Map<String, String> numbers() {
    Map<String, String> numbers = new LinkedHashMap<>();
    HELD_OUT.forEach(
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

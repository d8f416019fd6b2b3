package org.gramscape.training.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.gramscape.model.ssl.recipe.Recipe;
import org.gramscape.model.ssl.recipe.RecipeText;
import org.gramscape.model.ssl.recipe.StudentRecipe;

/** A page with everything in it that shows how a run goes: curves, and what the backbone sees. */
final class RunPage {
  private static final int PICTURES = 5;

  static final Map<String, String> LOSSES = new LinkedHashMap<>();
  private static final Map<String, String> RATES = new LinkedHashMap<>();

  static {
    LOSSES.put("loss.total", "Total");
    LOSSES.put("loss.dinoGlobal", "DINO, global crops");
    LOSSES.put("loss.dinoLocal", "DINO, local crops");
    LOSSES.put("loss.ibot", "iBOT");
    LOSSES.put("loss.koleo", "KoLeo");
    LOSSES.put("loss.gram", "Gram");
    RATES.put("learningRate", "Learning rate");
    RATES.put("weightDecay", "Weight decay");
    RATES.put("momentum", "Momentum of the mean");
    RATES.put("teacherTemperature", "Teacher temperature");
    RATES.put("gramWeight", "Weight of the Gram loss");
  }

  private final StudentRecipe student;
  private final Recipe recipe;
  private final List<JsonNode> metrics;
  private final Pictures pictures;

  RunPage(StudentRecipe student, List<JsonNode> metrics, Pictures pictures) {
    this.student = student;
    this.metrics = metrics;
    this.pictures = pictures;
    recipe = student.recipe();
  }

  /** The page; there is a line of metrics at least. */
  String html() throws IOException {
    Page page =
        new Page(
            student.about(),
            text(
                "After %,d of %,d iterations with batches of %d.",
                iteration(), recipe.iterations(), recipe.batch()));
    page.numbers(numbers());
    page.section("Losses", "Before their weights, but for the total.", named(LOSSES));
    page.section(
        "Probes",
        "Of the running mean, frozen: what simple fits on its features reach, and how sharp the"
            + " similarities of its patches are, where shown, of the scenes below.",
        probes());
    page.add(views());
    page.section("Rates", "", named(RATES));
    page.section("Gradients and speed", "", vitals());
    page.add(
        "<h2>Recipe</h2>\n<details><summary>every value</summary><pre>%s</pre></details>"
            .formatted(Html.escape(RecipeText.of(recipe))));
    return page.html();
  }

  private long iteration() {
    return metrics.get(metrics.size() - 1).path(Metrics.ITERATION).asLong();
  }

  private Map<String, String> numbers() {
    Curve seconds = curve("seconds");
    double spent = seconds.points().stream().mapToDouble(Curve.Point::value).sum();
    double each = spent / Math.max(1, seconds.points().size());
    Map<String, String> numbers = new LinkedHashMap<>();
    numbers.put("Iterations", text("%,d", iteration()));
    numbers.put("Images seen", text("%,d", iteration() * recipe.batch()));
    if (!curve("loss.total").isEmpty()) {
      numbers.put("Loss", Chart.value(curve("loss.total").last()));
    }
    numbers.put("An iteration", text("%.3g s", each));
    numbers.put("Time spent", Clock.words(spent));
    Curve unread = curve(StudentRun.UNREAD_SCENES);
    if (!unread.isZero()) {
      numbers.put("Scenes that could not be read", text("%.0f", unread.last()));
    }
    numbers.put("Time left", Clock.words(each * (recipe.iterations() - iteration())));
    return numbers;
  }

  private Curve curve(String field) {
    return Curve.of(field, field, metrics);
  }

  private List<Chart> named(Map<String, String> names) {
    List<Chart> charts = new ArrayList<>();
    names.forEach(
        (field, title) -> {
          Curve curve = curve(field);
          if (!curve.isZero()) {
            charts.add(Chart.of(title, "", curve));
          }
        });
    return charts;
  }

  private List<Chart> probes() {
    Set<String> fields = new TreeSet<>();
    metrics.forEach(line -> line.fieldNames().forEachRemaining(fields::add));
    List<Chart> charts = new ArrayList<>();
    for (String field : fields) {
      if (field.startsWith(StudentRun.PROBE) && !curve(field).isEmpty()) {
        charts.add(Chart.of(field.substring(StudentRun.PROBE.length()), "", curve(field)));
      }
    }
    return charts;
  }

  private List<Chart> vitals() {
    List<Curve> norms = new ArrayList<>();
    Set<String> subModules = new LinkedHashSet<>(List.of("backbone", "dino_head", "ibot_head"));
    for (String part : subModules) {
      Curve norm = Curve.of(part, "gradientNorm." + part, metrics);
      if (!norm.isEmpty()) {
        norms.add(norm);
      }
    }
    List<Chart> charts = new ArrayList<>();
    if (!norms.isEmpty()) {
      charts.add(new Chart("Norms of gradients", "before clipping", norms));
    }
    Curve throughput = curve("imagesPerSecond");
    if (!throughput.isEmpty()) {
      charts.add(Chart.of("Throughput", "images a second", throughput));
    }
    Curve memory = curve("residentBytes");
    if (!memory.isEmpty()) {
      charts.add(Chart.of("Resident memory", "GB", memory.times(1e-9)));
    }
    return charts;
  }

  private String views() throws IOException {
    Map<String, List<Pictures.Picture>> some = pictures.some(PICTURES);
    if (some.isEmpty()) {
      return "";
    }
    StringBuilder html =
        new StringBuilder(
            "<h2>What it sees</h2>\n<p>The image with three marked patches, principal components of"
                + " the patch tokens as colours, and how similar each patch is to the three"
                + " marked ones.</p>\n");
    for (Map.Entry<String, List<Pictures.Picture>> scene : some.entrySet()) {
      html.append("<h3>").append(Html.escape(scene.getKey())).append("</h3>\n");
      html.append("<div class=\"strip\">\n");
      for (Pictures.Picture picture : scene.getValue()) {
        String caption = text("After %,d iterations", picture.iteration());
        html.append("<figure><img alt=\"").append(caption).append("\" src=\"");
        html.append(dataUri(picture.file())).append("\"><figcaption>");
        html.append(caption).append("</figcaption></figure>\n");
      }
      html.append("</div>\n");
    }
    return html.toString();
  }

  private static String dataUri(Path file) throws IOException {
    String type = file.toString().endsWith(".png") ? "png" : "jpeg";
    byte[] bytes = Files.readAllBytes(file);
    return "data:image/" + type + ";base64," + Base64.getEncoder().encodeToString(bytes);
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}

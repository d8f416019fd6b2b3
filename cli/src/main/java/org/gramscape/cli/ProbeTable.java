package org.gramscape.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.gramscape.canopy.HeightScores;
import org.gramscape.training.probe.ClassProbeScores;
import org.gramscape.training.probe.ProbeScores;

/** What probes found, a row a backbone; all rows are of the same scenes. */
final class ProbeTable {
  private final int labels;
  private final List<Row> rows = new ArrayList<>();

  private record Row(String name, ProbeScores scores) {}

  /**
   * @param labels cells of each class that were learnt from
   */
  ProbeTable(int labels) {
    this.labels = labels;
  }

  void add(String name, ProbeScores scores) {
    rows.add(new Row(name, scores));
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  void print(PrintWriter out) {
    int wide = rows.stream().mapToInt(row -> row.name.length()).max().orElse(0);
    String name = "%-" + wide + "s ";
    ProbeScores first = rows.get(0).scores;
    first.heights().ifPresent(heights -> printHeights(out, name, heights));
    if (!first.classes().isEmpty()) {
      printClasses(out, name);
    }
    out.println("Cosine similarity of patches: neighbours' minus anybody's; isolated patches");
    out.printf(name + "%9s %9s%n", "Model", "contrast", "isolated");
    for (Row row : rows) {
      out.printf(
          Locale.ROOT,
          name + "%9.3f %7.1f %%%n",
          row.name,
          row.scores.sharpness().contrast(),
          100 * row.scores.sharpness().isolated());
    }
  }

  private void printHeights(PrintWriter out, String name, HeightScores first) {
    out.printf(
        Locale.ROOT,
        "Heights of the test pairs, %s, %s of %.0f m%n",
        Text.count(first.cells(), "cell"),
        Text.count(first.blocks(), "block"),
        first.blockMetres());
    out.printf(name + "%8s %8s %8s %7s %9s%n", "Model", "MAE", "RMSE", "bias", "R2", "block R2");
    for (Row row : rows) {
      HeightScores heights = row.scores.heights().orElseThrow();
      out.printf(
          Locale.ROOT,
          name + "%6.2f m %6.2f m %+6.2f m %7.3f %9.3f%n",
          row.name,
          heights.mae(),
          heights.rmse(),
          heights.bias(),
          heights.r2(),
          heights.blockR2());
    }
    out.println();
  }

  private void printClasses(PrintWriter out, String name) {
    out.printf(
        "Mean IoU of classes from %s each; cosine similarity within a class minus across%n",
        Text.count(labels, "label"));
    out.printf(name + "%8s %10s %8s  %s%n", "Model", "logistic", "neighbours", "contrast", "scene");
    for (Row row : rows) {
      ProbeScores all = row.scores;
      printClasses(
          out,
          name,
          row.name,
          all.linearMeanIou(),
          all.neighboursMeanIou(),
          all.classContrast(),
          "mean of all");
      for (ClassProbeScores one : all.classes()) {
        printClasses(
            out,
            name,
            "",
            one.linearMeanIou(),
            one.neighboursMeanIou(),
            one.contrast(),
            one.image() + " (" + String.join(", ", one.classes()) + ")");
      }
    }
    out.println();
  }

  private static void printClasses(
      PrintWriter out,
      String form,
      String name,
      double linear,
      double neighbours,
      double contrast,
      String scene) {
    out.printf(
        Locale.ROOT, form + "%8.3f %10.3f %8.3f  %s%n", name, linear, neighbours, contrast, scene);
  }

  ArrayNode toJson() {
    ArrayNode list = Json.array();
    for (Row row : rows) {
      ObjectNode node = list.addObject().put("model", row.name);
      row.scores.heights().ifPresent(scores -> node.set("heights", HeightJson.scores(scores)));
      if (!row.scores.classes().isEmpty()) {
        node.set("classes", classesToJson(row.scores));
      }
      ObjectNode similarity = node.putObject("similarity");
      Json.putScore(similarity, "contrast", row.scores.sharpness().contrast());
      Json.putScore(similarity, "isolated", row.scores.sharpness().isolated());
    }
    return list;
  }

  private ObjectNode classesToJson(ProbeScores scores) {
    ObjectNode all = Json.object().put("labels", labels);
    Json.putScore(all, "logisticMeanIou", scores.linearMeanIou());
    Json.putScore(all, "neighboursMeanIou", scores.neighboursMeanIou());
    Json.putScore(all, "contrast", scores.classContrast());
    ArrayNode scenes = all.putArray("scenes");
    for (ClassProbeScores one : scores.classes()) {
      ObjectNode entry = scenes.addObject().put("image", one.image()).put("cells", one.cells());
      one.classes().forEach(entry.putArray("classes")::add);
      Json.putScore(entry, "logisticMeanIou", one.linearMeanIou());
      Json.putScore(entry, "logisticDeviation", one.linearDeviation());
      Json.putScore(entry, "neighboursMeanIou", one.neighboursMeanIou());
      Json.putScore(entry, "neighboursDeviation", one.neighboursDeviation());
      Json.putScore(entry, "contrast", one.contrast());
    }
    return all;
  }
}

package org.gramscape.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.gramscape.cli.option.BackendOption;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Rasters;
import org.gramscape.landcover.ClassEvaluation;
import org.gramscape.landcover.ClassLegend;
import org.gramscape.landcover.ClassScores;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** How good maps are. */
@Command(
    name = "evaluate",
    description = "Compares a map with the truth, or what backbones see.",
    subcommands = {
      EvaluateHeightCommand.class,
      EvaluateCommand.Classes.class,
      EvaluateFeaturesCommand.class
    })
final class EvaluateCommand extends Subcommand {
  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(), "say what to evaluate: gramscape evaluate height, classes or features");
  }

  /** Classes. */
  @Command(
      name = "classes",
      description =
          "Compares classes with the truth: accuracy, IoU a class, mean IoU, kappa, confusion.",
      footer = {"", "Example:", "  gramscape evaluate classes classes.tif truth.tif"})
  static final class Classes extends Subcommand {
    @Parameters(paramLabel = "PRED", description = "The map.")
    private String prediction;

    @Parameters(paramLabel = "TRUTH", description = "What is known; on any grid, in any CRS.")
    private String truth;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin private BackendOption backend;

    @Override
    public Integer call() throws IOException {
      try (RasterSource predicted = Rasters.open(prediction, backend.get());
          RasterSource known = Rasters.open(truth, backend.get())) {
        compare(predicted, known);
      }
      return 0;
    }

    private void line(String what, String form, Object... values) {
      out().printf(Locale.ROOT, "%-9s " + form + "%n", prepend(what, values));
    }

    private static Object[] prepend(String first, Object[] rest) {
      Object[] all = new Object[rest.length + 1];
      all[0] = first;
      System.arraycopy(rest, 0, all, 1, rest.length);
      return all;
    }

    private void compare(RasterSource predicted, RasterSource known) throws IOException {
      ClassScores scores = ClassEvaluation.of(predicted, known);
      if (ClassLegend.of(predicted.info()).isEmpty() || ClassLegend.of(known.info()).isEmpty()) {
        say(
            "Not both rasters name their classes (metadata CLASS_0, CLASS_1, ...): equal values are"
                + " taken for equal classes.");
      }
      if (json) {
        out().println(Json.pretty(toJson(scores)));
        return;
      }
      line("Cells", "%d", scores.cells());
      line("Accuracy", "%.1f %%", 100 * scores.accuracy());
      line("Mean IoU", "%.3f", scores.meanIou());
      line("Kappa", "%.3f", scores.kappa());
      out().println();
      List<ClassScores.ClassScore> classes = scores.classes();
      int wide = classes.stream().mapToInt(c -> c.name().length()).max().orElse(0);
      out()
          .printf(
              "%-" + wide + "s %10s %6s %9s %7s  of 100 true cells, found as%n",
              "Class",
              "cells",
              "IoU",
              "precision",
              "recall");
      for (int row = 0; row < classes.size(); row++) {
        ClassScores.ClassScore score = classes.get(row);
        StringBuilder shares = new StringBuilder();
        for (int column = 0; column < classes.size(); column++) {
          shares.append(
              String.format(
                  Locale.ROOT,
                  " %3.0f",
                  100.0 * scores.confusion()[row][column] / Math.max(1, score.truthCells())));
        }
        out()
            .printf(
                Locale.ROOT,
                "%-" + wide + "s %10d %6.3f %9.3f %7.3f  %s%n",
                score.name(),
                score.truthCells(),
                score.iou(),
                score.precision(),
                score.recall(),
                shares);
      }
    }

    private static ObjectNode toJson(ClassScores scores) {
      ObjectNode node = Json.object();
      node.put("cells", scores.cells());
      node.put("accuracy", scores.accuracy());
      node.put("meanIou", scores.meanIou());
      Json.putScore(node, "kappa", scores.kappa());
      ArrayNode classes = node.putArray("classes");
      for (ClassScores.ClassScore score : scores.classes()) {
        ObjectNode entry = classes.addObject();
        entry.put("value", score.id());
        entry.put("name", score.name());
        entry.put("truthCells", score.truthCells());
        entry.put("iou", score.iou());
        Json.putScore(entry, "precision", score.precision());
        Json.putScore(entry, "recall", score.recall());
      }
      ArrayNode rows = node.putArray("confusion");
      for (long[] row : scores.confusion()) {
        ArrayNode cells = rows.addArray();
        for (long count : row) {
          cells.add(count);
        }
      }
      return node;
    }
  }
}

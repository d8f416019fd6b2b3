package org.gramscape.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.gramscape.cli.option.ComputeOptions;
import org.gramscape.cli.option.LayerOptions;
import org.gramscape.cli.option.OutputOptions;
import org.gramscape.cli.option.OverlapOption;
import org.gramscape.cli.option.SceneOptions;
import org.gramscape.cli.picture.CurvePlot;
import org.gramscape.cli.progress.ProgressReport;
import org.gramscape.features.ColoredFeatures;
import org.gramscape.features.ComputedFeatures;
import org.gramscape.geoio.Length;
import org.gramscape.geoio.PendingFile;
import org.gramscape.landcover.ClassMethod;
import org.gramscape.model.FeatureExtractor;
import org.gramscape.model.Models;
import org.gramscape.training.probe.ClassScene;
import org.gramscape.training.probe.FewShotCurve;
import org.gramscape.training.probe.FewShotScore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a few labels are worth. */
@Command(
    name = "few-shot",
    description = {
      "Tells how well a scene's classes are learnt from few labels: cells of a metre are drawn at"
          + " random, and all others with a known class predicted, by each backbone and method.",
      "Beside it the same with every cell predicted by labels of other blocks of ground alone, as"
          + " labels beside a cell tell too much of it."
    },
    footer = {
      "",
      "Example:",
      "  gramscape evaluate few-shot scene.tif classes.tif --labels 1,5,10,50 --plot curves.svg"
    })
final class EvaluateFewShotCommand extends Subcommand {
  @Parameters(paramLabel = "IMAGE", description = "The scene.")
  private String image;

  @Parameters(
      paramLabel = "LABELS",
      description = "A raster of its classes, or polygons (with --field).")
  private String truth;

  @Option(
      names = "--field",
      paramLabel = "NAME",
      description = "The attribute of the polygons that names the class.")
  private String field;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description =
          "A backbone: a name of `gramscape model list`, a safetensors file or its folder; can be"
              + " repeated (default: the built-in one).")
  private List<String> models = new ArrayList<>();

  @Option(
      names = "--labels",
      paramLabel = "N,N,...",
      split = ",",
      defaultValue = "1,5,10,50",
      description = "Cells of each class to learn from (default: ${DEFAULT-VALUE}).")
  private List<Integer> labels;

  @Option(
      names = "--methods",
      paramLabel = "METHOD,...",
      split = ",",
      description = "logistic, svm, knn or prototypes (default: all); the best is printed.")
  private List<ClassMethod> methods = List.of(ClassMethod.values());

  @Option(
      names = "--draws",
      paramLabel = "N",
      defaultValue = "20",
      description = "How often labels are drawn anew (default: ${DEFAULT-VALUE}).")
  private int draws;

  @Option(
      names = "--block",
      paramLabel = "LENGTH",
      description = "Side of the blocks, e.g. 50m (default: a sixth of the scene).")
  private Length block;

  @Option(
      names = "--cells",
      paramLabel = "N",
      defaultValue = "50000",
      description = "Of more known cells that many are drawn (default: ${DEFAULT-VALUE}).")
  private int cells;

  @Option(
      names = "--no-colors",
      description =
          "Learn from the backbone's features alone, without the colour and texture of squares of 3,"
              + " 8 and 20 m beside them.")
  private boolean withoutColors;

  @Option(
      names = "--beside",
      paramLabel = "NAME=F,F,...",
      description =
          "Figures from elsewhere to draw beside, one for each number of labels; can be repeated.")
  private List<String> beside = List.of();

  @Option(
      names = "--plot",
      paramLabel = "OUT.svg",
      description = "Draw the curves of the best methods.")
  private Path plot;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Mixin private ComputeOptions compute;
  @Mixin private LayerOptions layers;
  @Mixin private SceneOptions scene;
  @Mixin private OverlapOption overlap;
  @Mixin private OutputOptions outputs;

  @Override
  public Integer call() throws IOException {
    if (plot != null) {
      OutputOptions.requireSuffix(plot, ".svg");
      outputs.require(plot, List.of(image, truth));
    }
    Map<String, double[]> known = known();
    FewShotCurve curve =
        new FewShotCurve(
            labels,
            methods,
            draws,
            block == null ? OptionalDouble.empty() : OptionalDouble.of(block.metres()),
            cells,
            withoutColors ? List.of() : ColoredFeatures.SQUARES,
            overlap.in(scene.view()));
    if (models.isEmpty()) {
      models.add(Models.standard());
    }
    Map<String, FewShotCurve.Result> results = new LinkedHashMap<>();
    for (String model : models) {
      results.put(model, score(curve, model));
    }
    if (plot != null) {
      write(results, known);
    }
    if (json) {
      out().println(Json.pretty(toJson(results)));
    } else {
      results.forEach(this::print);
    }
    return 0;
  }

  private FewShotCurve.Result score(FewShotCurve curve, String model) throws IOException {
    try (FeatureExtractor opened = compute.open(model);
        ProgressReport report = progress(model, "scores")) {
      int[] done = {0};
      return curve.of(
          new ClassScene(image, truth, Optional.ofNullable(field)),
          new ComputedFeatures(opened, layers.get()),
          compute.threads(),
          () -> report.update(++done[0], labels.size() * methods.size()));
    }
  }

  private Map<String, double[]> known() {
    Map<String, double[]> known = new LinkedHashMap<>();
    for (String text : beside) {
      try {
        int split = text.lastIndexOf('=');
        double[] figures =
            Arrays.stream(text.substring(split + 1).split(","))
                .mapToDouble(Double::parseDouble)
                .toArray();
        if (split < 1 || figures.length != labels.size()) {
          throw new NumberFormatException("another number of figures");
        }
        known.put(text.substring(0, split), figures);
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(
            "--beside %s: NAME and %d figures are expected, for example --beside forest=0.2,0.3"
                .formatted(text, labels.size()),
            e);
      }
    }
    return known;
  }

  private double[] best(FewShotCurve.Result result, ToDoubleFunction<FewShotScore> figure) {
    return labels.stream()
        .mapToDouble(count -> figure.applyAsDouble(best(result, count, figure)))
        .toArray();
  }

  private static FewShotScore best(
      FewShotCurve.Result result, int count, ToDoubleFunction<FewShotScore> figure) {
    return result.scores().stream()
        .filter(score -> score.labels() == count)
        .max((a, b) -> Double.compare(figure.applyAsDouble(a), figure.applyAsDouble(b)))
        .orElseThrow();
  }

  private void write(Map<String, FewShotCurve.Result> results, Map<String, double[]> known)
      throws IOException {
    CurvePlot curves =
        new CurvePlot(
            "Classes learnt from few labelled cells, mean of " + Text.count(draws, "draw"),
            "labelled cells a class",
            "mean IoU",
            labels);
    int color = 0;
    for (Map.Entry<String, FewShotCurve.Result> entry : results.entrySet()) {
      curves.add(entry.getKey(), color, false, best(entry.getValue(), FewShotScore::meanIou));
      curves.add(
          "  in other blocks", color, true, best(entry.getValue(), FewShotScore::apartMeanIou));
      color++;
    }
    for (Map.Entry<String, double[]> entry : known.entrySet()) {
      curves.add(entry.getKey(), color++, false, entry.getValue());
    }
    try (PendingFile pending = PendingFile.beside(plot, outputs.overwrite())) {
      Files.writeString(pending.path(), curves.svg());
      pending.commit();
    }
  }

  private void print(String model, FewShotCurve.Result result) {
    out()
        .printf(
            Locale.ROOT,
            "%s: %s of a metre, %d classes; mean IoU and its deviation over %s; blocks of %.0f m%n",
            model,
            Text.count(result.cells(), "cell"),
            result.classes().size(),
            Text.count(draws, "draw"),
            result.blockMetres());
    out().printf("%7s  %-26s  %-26s%n", "labels", "all other cells", "cells of other blocks");
    for (int count : labels) {
      FewShotScore anywhere = best(result, count, FewShotScore::meanIou);
      FewShotScore apart = best(result, count, FewShotScore::apartMeanIou);
      out()
          .printf(
              Locale.ROOT,
              "%7d  %.3f +- %.3f %-10s  %.3f +- %.3f %-10s%n",
              count,
              anywhere.meanIou(),
              anywhere.deviation(),
              Text.lower(anywhere.method()),
              apart.apartMeanIou(),
              apart.apartDeviation(),
              Text.lower(apart.method()));
    }
  }

  private ArrayNode toJson(Map<String, FewShotCurve.Result> results) {
    ArrayNode list = Json.array();
    results.forEach(
        (model, result) -> {
          ObjectNode node = list.addObject().put("model", model);
          result.classes().forEach(node.putArray("classes")::add);
          node.put("cells", result.cells()).put("draws", draws);
          node.put("blockMetres", result.blockMetres());
          ArrayNode scores = node.putArray("scores");
          for (FewShotScore score : result.scores()) {
            scores
                .addObject()
                .put("labels", score.labels())
                .put("method", Text.lower(score.method()))
                .put("meanIou", score.meanIou())
                .put("deviation", score.deviation())
                .put("apartMeanIou", score.apartMeanIou())
                .put("apartDeviation", score.apartDeviation());
          }
        });
    return list;
  }
}

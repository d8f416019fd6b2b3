package org.gramscape.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.gramscape.cli.doctor.Examination;
import org.gramscape.cli.doctor.Finding;
import org.gramscape.cli.doctor.Forecast;
import org.gramscape.cli.option.ModelOptions;
import org.gramscape.cli.option.OverlapOption;
import org.gramscape.cli.option.SceneOptions;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.model.FeatureExtractor;
import org.gramscape.model.ModelInfo;
import org.gramscape.model.Models;
import org.gramscape.tiling.NotEnoughResourcesException;
import org.gramscape.tiling.SceneView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Whether scenes can be used. */
@Command(
    name = "doctor",
    description = {
      "Says in plain words what a scene is, what does not suit the model, and the command that"
          + " repairs it.",
      "Exit code 0 if every scene is usable, 3 if not."
    },
    footer = {"", "Example:", "  gramscape doctor scene.tif"})
final class DoctorCommand extends Subcommand {
  @Parameters(paramLabel = "SCENE", arity = "1..*", description = "The scenes.")
  private List<String> scenes;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Mixin private ModelOptions model;
  @Mixin private SceneOptions sceneOptions;
  @Mixin private OverlapOption overlap;

  @Override
  public Integer call() throws IOException, InterruptedException {
    boolean usable = true;
    SceneView view = overlap.in(sceneOptions.view());
    ArrayNode all = Json.array();
    try (FeatureExtractor extractor = model.open(Models.standard())) {
      say(model.describe(extractor));
      for (String scene : scenes) {
        Examination examination = examine(scene, view, extractor.info());
        Forecast forecast = null;
        if (examination.isUsable()) {
          try (RasterSource source = view.open(scene)) {
            forecast = Forecast.of(source, view, extractor, model.threads());
          } catch (NotEnoughResourcesException e) {
            examination = examination.with(Finding.problem(e.getMessage(), ""));
          }
        }
        if (json) {
          all.add(toJson(examination, forecast));
        } else {
          print(examination, forecast);
        }
        usable &= examination.isUsable();
      }
    }
    if (json) {
      out().println(Json.pretty(all));
    }
    return usable ? 0 : Failure.UNUSABLE;
  }

  /** A scene that cannot even be opened is a finding like any other. */
  private static Examination examine(String scene, SceneView view, ModelInfo model)
      throws IOException {
    try (RasterSource source = view.open(scene)) {
      return Examination.of(source, view, model);
    } catch (IOException e) {
      Failure failure = Failure.of(e);
      if (failure.exitCode() != Failure.UNUSABLE) {
        throw e;
      }
      return new Examination(
          scene, List.of(), List.of(new Finding(Finding.Severity.PROBLEM, failure.message(), "")));
    }
  }

  private void print(Examination examination, Forecast forecast) {
    out().println(examination.scene());
    for (Examination.Fact fact : examination.facts()) {
      out().printf(Locale.ROOT, "  %-8s %s%n", fact.name(), fact.text());
    }
    if (forecast != null) {
      out().printf(Locale.ROOT, "  %-8s %s%n", "Plan", forecast.text());
    }
    for (Finding finding : examination.findings()) {
      out().println("  " + sign(finding.severity()) + " " + finding.text());
      if (!finding.repair().isEmpty()) {
        out().println("         try: " + finding.repair());
      }
    }
    out().println(examination.isUsable() ? "  => usable" : "  => NOT usable as it is");
  }

  private static String sign(Finding.Severity severity) {
    return switch (severity) {
      case GOOD -> "[ok]  ";
      case WARNING -> "[note]";
      case PROBLEM -> "[BAD] ";
    };
  }

  private static ObjectNode toJson(Examination examination, Forecast forecast) {
    ObjectNode node = Json.object();
    node.put("scene", examination.scene());
    node.put("usable", examination.isUsable());
    ObjectNode facts = node.putObject("facts");
    examination.facts().forEach(fact -> facts.put(fact.name(), fact.text()));
    ArrayNode findings = node.putArray("findings");
    for (Finding finding : examination.findings()) {
      findings
          .addObject()
          .put("severity", Text.lower(finding.severity()))
          .put("text", finding.text())
          .put("repair", finding.repair());
    }
    if (forecast != null) {
      ObjectNode plan = node.putObject("plan");
      plan.put("tiles", forecast.tiles());
      plan.put("memoryBytes", forecast.memory().bytes());
      plan.put("diskBytes", forecast.disk().bytes());
      plan.put("seconds", forecast.seconds());
    }
    return node;
  }
}

package org.gramscape.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.gramscape.cli.evaluate.ClassTable;
import org.gramscape.cli.option.FeatureOptions;
import org.gramscape.cli.option.LabelOptions;
import org.gramscape.cli.option.LayerOptions;
import org.gramscape.cli.option.ModelOptions;
import org.gramscape.cli.option.OutputOptions;
import org.gramscape.cli.option.OverlapOption;
import org.gramscape.cli.option.SceneOptions;
import org.gramscape.features.TileFeatures;
import org.gramscape.geoio.style.LegendEntry;
import org.gramscape.landcover.ClassHead;
import org.gramscape.landcover.ClassValidation;
import org.gramscape.model.Models;
import org.gramscape.tiling.SceneView;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A head for classes from labelled places. */
@Command(
    name = "classes",
    description =
        "Fits a head for land-cover classes to labelled points or polygons of a scene; a class"
            + " with one label works.",
    footer = {
      "",
      "Example:",
      "  gramscape fit classes scene.tif classes.head --labels points.gpkg --field class"
    })
final class FitClassesCommand extends Subcommand {
  @Parameters(paramLabel = "SCENE", description = "The scene.")
  private String scene;

  @Parameters(paramLabel = "OUT_HEAD", description = "The head to write.")
  private Path output;

  @ArgGroup(exclusive = false, multiplicity = "1")
  private LabelOptions labels;

  @Option(names = "--json", description = "Print what the fit is worth as JSON.")
  private boolean json;

  @Mixin private ModelOptions model;
  @Mixin private LayerOptions layers;
  @Mixin private FeatureOptions features;
  @Mixin private SceneOptions sceneOptions;
  @Mixin private OverlapOption overlap;
  @Mixin private OutputOptions outputOptions;

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<String> inputs = new ArrayList<>(List.of(scene));
    inputs.addAll(labels.inputs());
    outputOptions.require(output, inputs);
    features.require(outputOptions, inputs);
    SceneView view = overlap.in(sceneOptions.view());
    labels.require(scene, view);
    ClassHead head;
    try (TileFeatures opened =
        features.open(scene, view, model, Models.standard(), layers.get(), this)) {
      head = labels.fit(scene, view, opened);
    }
    head.write(output, outputOptions.overwrite());
    say("Wrote " + output + ": " + describe(head));
    ClassValidation validation = head.report().validation();
    if (json) {
      out().println(Json.pretty(ClassJson.of(validation)));
    } else {
      ClassTable.lines(validation).forEach(out()::println);
    }
    return 0;
  }

  /** The classes, and how many labels gave them. */
  static String describe(ClassHead head) {
    String classes =
        head.classes().stream().map(LegendEntry::name).collect(Collectors.joining(", "));
    String left =
        head.report().outside() + head.report().onNodata() == 0
            ? ""
            : "; %d labels off the scene and %d places without data were left out"
                .formatted(head.report().outside(), head.report().onNodata());
    return "%d classes (%s) from %d labels%s"
        .formatted(head.classes().size(), classes, head.report().labels(), left);
  }
}

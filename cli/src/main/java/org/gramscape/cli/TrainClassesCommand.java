package org.gramscape.cli;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.gramscape.cli.evaluate.ClassTable;
import org.gramscape.cli.option.ClassSceneOption;
import org.gramscape.model.ModelInfo;
import org.gramscape.model.segmentation.ClassLabel;
import org.gramscape.model.segmentation.ClassRecipe;
import org.gramscape.model.segmentation.SegmentationConfig;
import org.gramscape.model.ssl.recipe.ClassRecipeReader;
import org.gramscape.tiling.SceneView;
import org.gramscape.training.classes.ClassGrounds;
import org.gramscape.training.probe.ClassScene;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Trains a network for classes. */
@Command(
    name = "train-classes",
    description = {
      "Trains a linear or a DPT head for land-cover classes on a backbone, and the backbone too"
          + " unless the recipe freezes it, from images and rasters or polygons of classes of the"
          + " same ground. A recipe says how; key=value changes it.",
      "Some blocks of the ground are held out; training ends when classes there become no better."
          + " From a few labelled places, `gramscape fit classes` is the better choice.",
      "Ctrl-C finishes the iteration, saves a checkpoint and exits with 130; --resume goes on to"
          + " the same numbers."
    },
    footer = {
      "",
      "Example:",
      "  gramscape train-classes vitt-classes --classes scene.tif=classes.tif --model my-backbone"
          + " --out run",
      "  gramscape land-cover other.tif cover.gpkg --model run/model"
    })
final class TrainClassesCommand extends DenseTrainingCommand<ClassRecipe> {
  private static final String OWN_LICENCE =
      "Trained by Gramscape on classes; what the backbone's licence and those of the images and"
          + " classes ask for holds. The backbone's: ";

  @Parameters(
      index = "0",
      paramLabel = "RECIPE",
      description = "A YAML file, or a bundled recipe: vitt-classes, linear-classes, demo-classes.")
  private String name;

  @Mixin private ClassSceneOption scenes;

  @Override
  ClassRecipe recipe(List<String> differences) throws IOException {
    return ClassRecipeReader.read(name, differences);
  }

  @Override
  Subject subject(ClassRecipe recipe, ModelInfo backbone, SceneView view) throws IOException {
    List<ClassScene> all = scenes.scenes();
    if (all.isEmpty()) {
      throw new IllegalArgumentException(
          "there is nothing to learn from; name images and their classes, for example --classes"
              + " scene.tif=classes.tif or --classes scene.tif=cover.gpkg=class");
    }
    ClassGrounds grounds = ClassGrounds.read(all, view, recipe, backbone.normalisation());
    SegmentationConfig head =
        recipe.headOn(backbone.channels(), backbone.depth(), grounds.classes());
    String names =
        grounds.classes().stream().map(ClassLabel::name).collect(Collectors.joining(", "));
    return new Subject(
        grounds.grounds(),
        "%s of %d classes (%s)"
            .formatted(Text.count(all.size(), "scene"), grounds.classes().size(), names),
        head,
        precision -> head.head(precision, recipe.head().dropout()),
        recipe.terms(grounds.grounds().areas()[0]),
        grounds::look,
        prediction -> ClassTable.lines(grounds.scores(prediction), "pixels"),
        grounds.titles(),
        grounds.fingerprint(),
        OWN_LICENCE);
  }
}

package org.gramscape.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gramscape.canopy.HeightPair;
import org.gramscape.canopy.SurveyedPair;
import org.gramscape.cli.option.HeightOptions;
import org.gramscape.model.ModelInfo;
import org.gramscape.model.dpt.DepthConfig;
import org.gramscape.model.height.HeightRecipe;
import org.gramscape.model.ssl.recipe.HeightRecipeReader;
import org.gramscape.tiling.SceneView;
import org.gramscape.training.dense.Grounds;
import org.gramscape.training.heights.HeightGrounds;
import org.gramscape.training.heights.PairFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Trains a network for heights. */
@Command(
    name = "train-height",
    description = {
      "Trains a DPT head for canopy height on a backbone, and the backbone too unless the recipe"
          + " freezes it, from images and height rasters (metres above ground) of the same ground."
          + " A recipe says how; key=value changes it.",
      "Some blocks of the ground are held out; training ends when heights there become no better."
          + " `gramscape fit height` is quicker, and its maps are coarser.",
      "Ctrl-C finishes the iteration, saves a checkpoint and exits with 130; --resume goes on to"
          + " the same numbers."
    },
    footer = {
      "",
      "Example:",
      "  gramscape train-height vitt-heights --pairs split.json --out run",
      "  gramscape canopy-height scene.tif heights.tif --model run/model"
    })
final class TrainHeightCommand extends DenseTrainingCommand<HeightRecipe> {
  private static final String OWN_LICENCE =
      "Trained by Gramscape on heights; what the backbone's licence and those of the images and"
          + " heights ask for holds. The backbone's: ";

  @Parameters(
      index = "0",
      paramLabel = "RECIPE",
      description = "A YAML file, or a bundled recipe: vitt-heights, demo-heights.")
  private String name;

  @Option(
      names = "--pairs",
      required = true,
      paramLabel = "WHAT",
      description =
          "Images and their heights: a folder or a pattern of images as 'plots/*_rgb.tif' with"
              + " _chm.tif beside them, a text file with an image and its heights on each line, or"
              + " a split.json, of which the pairs to fit to are taken.")
  private String pairs;

  @Option(
      names = "--pairs-in",
      paramLabel = "DIR",
      description = "The folder of the pairs that a split names (default: the split's own).")
  private Path pairsFolder;

  @Mixin private HeightOptions heights;

  @Override
  HeightRecipe recipe(List<String> differences) throws IOException {
    return HeightRecipeReader.read(name, differences);
  }

  @Override
  Subject subject(HeightRecipe recipe, ModelInfo backbone, SceneView view) throws IOException {
    List<SurveyedPair> surveyed = new ArrayList<>();
    for (HeightPair pair : PairFiles.find(pairs, pairsFolder)) {
      surveyed.add(heights.reading().survey(pair, view, recipe.groundSampleDistance()));
      SurveyedPairs.describe(surveyed.get(surveyed.size() - 1)).forEach(this::say);
    }
    SurveyedPairs.describe(surveyed).forEach(this::say);
    Grounds grounds = HeightGrounds.read(surveyed, view, recipe, backbone.normalisation());
    DepthConfig head = recipe.headOn(backbone.channels(), backbone.depth());
    return new Subject(
        grounds,
        Text.count(surveyed.size(), "pair"),
        head,
        head::head,
        recipe.terms(),
        prediction -> HeightGrounds.look(grounds, prediction),
        prediction -> List.of(HeightGrounds.look(grounds, prediction).told()),
        HeightGrounds.titles(),
        grounds.fingerprint(),
        OWN_LICENCE);
  }
}

package org.gramscape.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.gramscape.canopy.HeightPair;
import org.gramscape.canopy.SurveyedPair;
import org.gramscape.cli.option.BackendOption;
import org.gramscape.cli.option.CheckpointOptions;
import org.gramscape.cli.option.HeightOptions;
import org.gramscape.cli.option.TrainingPrecision;
import org.gramscape.model.ComputeDevice;
import org.gramscape.model.Models;
import org.gramscape.model.height.HeightNetworks;
import org.gramscape.model.height.HeightRecipe;
import org.gramscape.model.height.HeightTraining;
import org.gramscape.model.ssl.DivergedException;
import org.gramscape.model.ssl.recipe.HeightRecipeReader;
import org.gramscape.tiling.ScaleRule;
import org.gramscape.tiling.SceneView;
import org.gramscape.training.heights.HeightGrounds;
import org.gramscape.training.heights.PairFiles;
import org.gramscape.training.run.Checkpoint;
import org.gramscape.training.run.HeightDryRun;
import org.gramscape.training.run.HeightRun;
import org.gramscape.training.run.RunFolder;
import org.gramscape.training.run.TrainingRun;
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
      "  gramscape train-height vitt-heights --pairs split.json --model my-backbone --out run",
      "  gramscape canopy-height scene.tif heights.tif --model run/model"
    })
final class TrainHeightCommand extends TrainingCommand {
  private static final String OWN_LICENCE =
      "Trained by Gramscape on heights; what the backbone's licence and those of the images and"
          + " heights ask for holds. The backbone's: ";

  @Parameters(
      index = "0",
      paramLabel = "RECIPE",
      description = "A YAML file, or a bundled recipe: vitt-heights, demo-heights.")
  private String name;

  @Parameters(
      index = "1..*",
      paramLabel = "KEY=VALUE",
      description = "What differs from the recipe: batch=4, backbone.frozen=true ...")
  private List<String> overrides = List.of();

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

  @Option(
      names = "--model",
      required = true,
      paramLabel = "MODEL",
      description =
          "The backbone to begin with: a name of `gramscape model list`, a file of weights or its"
              + " folder.")
  private String model;

  @Option(
      names = "--bands",
      paramLabel = "B,B,...",
      split = ",",
      description = "The bands to read of every image, from 1 (default: red, green and blue).")
  private List<Integer> bands = List.of();

  @Option(
      names = "--scale",
      paramLabel = "HOW",
      defaultValue = "bits",
      description =
          "Which stored values are black and white: bits, range:LOW,HIGH or percentile:LOW,HIGH"
              + " (default: ${DEFAULT-VALUE}).")
  private ScaleRule scale;

  @Option(
      names = "--dry-run",
      description =
          "Say what would be trained, how much memory and time it takes, by two steps on the pairs,"
              + " and write nothing.")
  private boolean dryRun;

  @Mixin private CheckpointOptions checkpoints;
  @Mixin private HeightOptions heights;
  @Mixin private BackendOption backend;
  @Mixin private TrainingPrecision precision;

  @Override
  public Integer call() throws IOException, DivergedException {
    HeightRun.Settings settings =
        new HeightRun.Settings(checkpoints.every(), checkpoints.keep(), checkpoints.exportType());
    HeightRecipe recipe = HeightRecipeReader.read(name, overrides);
    RunFolder folder = checkpoints.folder();
    Optional<Checkpoint> last =
        checkpoints.resume() ? folder.checkpoints().newest(this::say) : Optional.empty();
    if (last.isPresent()) {
      last.get().requireComputed(precision.computed(ComputeDevice.CPU));
    }
    if (!checkpoints.resume() && !dryRun) {
      folder.requireEmpty();
    }
    List<HeightPair> found = PairFiles.find(pairs, pairsFolder);
    say(precision.describe(ComputeDevice.CPU));
    try (HeightNetworks networks =
        new HeightNetworks(recipe, Models.local(), model, precision.get())) {
      List<SurveyedPair> surveyed = new ArrayList<>();
      for (HeightPair pair : found) {
        surveyed.add(heights.reading().survey(pair, view(), recipe.groundSampleDistance()));
        SurveyedPairs.describe(surveyed.get(surveyed.size() - 1)).forEach(this::say);
      }
      HeightGrounds grounds =
          HeightGrounds.read(surveyed, view(), recipe, networks.normalisation());
      describe(networks, grounds, found.size(), recipe);
      try (HeightTraining training = new HeightTraining(recipe, grounds, networks)) {
        if (last.isPresent()) {
          HeightRun.restore(last.get(), recipe, training);
          say("Going on after %d iterations".formatted(training.iteration()));
        }
        if (dryRun) {
          new HeightDryRun(recipe, networks)
              .describe(training, folder, settings)
              .forEach((subject, text) -> out().printf("%-8s %s%n", subject, text));
          return 0;
        }
        return run(recipe, networks, training, grounds, folder, settings);
      }
    }
  }

  private SceneView view() {
    return new SceneView(
        backend.get(),
        bands.stream().map(band -> band - 1).toList(),
        scale,
        SceneView.DEFAULT.tile(),
        SceneView.DEFAULT.overlap(),
        OptionalDouble.empty());
  }

  private void describe(
      HeightNetworks networks, HeightGrounds grounds, int count, HeightRecipe recipe) {
    double[] hectares = grounds.hectares();
    say(
        String.format(
            Locale.ROOT,
            "Backbone %s (%s%s), %s; %.2f M values learn",
            networks.info().name(),
            networks.info().architecture(),
            networks.info().trained() ? "" : ", UNTRAINED",
            recipe.backbone().frozen() ? "frozen" : "learning too",
            networks.learning() / 1e6));
    say(
        String.format(
            Locale.ROOT,
            "%s: %.2f ha of known heights to learn from, %.2f ha held out",
            Text.count(count, "pair"),
            hectares[0],
            hectares[1]));
  }

  private int run(
      HeightRecipe recipe,
      HeightNetworks networks,
      HeightTraining training,
      HeightGrounds grounds,
      RunFolder folder,
      HeightRun.Settings settings)
      throws IOException, DivergedException {
    var provenance =
        new TrainingRun.Provenance(
            "Gramscape " + Versions.gramscape(),
            precision.computed(ComputeDevice.CPU),
            OWN_LICENCE + networks.info().licence(),
            recipe.groundSampleDistance());
    HeightRun run =
        new HeightRun(recipe, networks, training, grounds::scores, folder, settings, provenance);
    if (!finishes(run::run, training::iteration, recipe.iterations())) {
      return Failure.INTERRUPTED;
    }
    say(
        "Trained %d iterations%s. The model, as it was best after %d, is --model %s"
            .formatted(
                training.iteration(),
                training.isStale() ? ", the last of which made nothing better" : "",
                training.bestAt(),
                folder.model()));
    return 0;
  }
}

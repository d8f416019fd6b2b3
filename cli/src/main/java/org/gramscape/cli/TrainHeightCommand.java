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
import org.gramscape.cli.option.HeightOptions;
import org.gramscape.cli.option.StorageChoice;
import org.gramscape.cli.progress.ProgressReport;
import org.gramscape.model.Models;
import org.gramscape.model.Precision;
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
import org.gramscape.training.run.HeightRun;
import org.gramscape.training.run.RunFolder;
import org.gramscape.training.run.RunListener;
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
final class TrainHeightCommand extends Subcommand {
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
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The folder for checkpoints, metrics, the model and a page of curves.")
  private Path out;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "MODEL",
      description =
          "The backbone to begin with: a name of `gramscape model list`, a file of weights or its"
              + " folder.")
  private String model;

  @Option(
      names = "--resume",
      description = "Go on from the newest checkpoint in --out, or begin if there is none.")
  private boolean resume;

  @Option(
      names = "--checkpoint-every",
      defaultValue = "200",
      paramLabel = "N",
      description = "Iterations between checkpoints (default: ${DEFAULT-VALUE}).")
  private long checkpointEvery;

  @Option(
      names = "--keep",
      defaultValue = "2",
      paramLabel = "N",
      description = "Checkpoints to keep besides the newest (default: ${DEFAULT-VALUE}).")
  private int keep;

  @Option(
      names = "--export-dtype",
      defaultValue = "fp32",
      description =
          "How the model's values are kept: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private StorageChoice exportType;

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

  @Mixin private HeightOptions heights;
  @Mixin private BackendOption backend;

  @Override
  public Integer call() throws IOException, DivergedException {
    if (checkpointEvery < 1 || keep < 0) {
      throw new IllegalArgumentException(
          "--checkpoint-every must be 1 or more, and --keep 0 or more");
    }
    HeightRecipe recipe = HeightRecipeReader.read(name, overrides);
    RunFolder folder = new RunFolder(out);
    Optional<Checkpoint> last = resume ? folder.checkpoints().newest(this::say) : Optional.empty();
    if (!resume) {
      folder.requireEmpty();
    }
    List<HeightPair> found = PairFiles.find(pairs, pairsFolder);
    try (HeightNetworks networks =
        new HeightNetworks(recipe, Models.local(), model, Precision.FP32)) {
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
        return run(recipe, networks, training, grounds, folder);
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
      RunFolder folder)
      throws IOException, DivergedException {
    var provenance =
        new TrainingRun.Provenance(
            "Gramscape " + Versions.gramscape(),
            OWN_LICENCE + networks.info().licence(),
            recipe.groundSampleDistance());
    HeightRun run =
        new HeightRun(
            recipe,
            networks,
            training,
            grounds::scores,
            folder,
            new HeightRun.Settings(checkpointEvery, keep, exportType.type()),
            provenance);
    long before = training.iteration();
    try (ProgressReport progress = progress("training", "iterations");
        StopSignal stop =
            new StopSignal(() -> say("Finishing this iteration, then saving a checkpoint ..."))) {
      boolean done =
          run.run(
              stop::isAsked,
              new RunListener() {
                @Override
                public void iteration(long done, long total) {
                  // What an earlier run did tells nothing of this one's pace.
                  progress.update(done - before, total - before);
                }

                @Override
                public void say(String line) {
                  TrainHeightCommand.this.say(line);
                }
              });
      if (!done) {
        say(
            "Stopped after %d of %d iterations; --resume goes on"
                .formatted(training.iteration(), recipe.iterations()));
        return Failure.INTERRUPTED;
      }
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

package org.gramscape.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.gramscape.cli.option.ObserverOptions;
import org.gramscape.cli.option.StorageChoice;
import org.gramscape.cli.option.TrainingDevice;
import org.gramscape.cli.option.TrainingScenes;
import org.gramscape.cli.progress.ProgressReport;
import org.gramscape.model.Models;
import org.gramscape.model.ssl.DivergedException;
import org.gramscape.model.ssl.Networks;
import org.gramscape.model.ssl.Training;
import org.gramscape.model.ssl.data.ImageSource;
import org.gramscape.model.ssl.data.Normalisation;
import org.gramscape.model.ssl.recipe.Recipe;
import org.gramscape.model.ssl.recipe.RecipeReader;
import org.gramscape.model.ssl.recipe.RecipeText;
import org.gramscape.training.run.Checkpoint;
import org.gramscape.training.run.DryRun;
import org.gramscape.training.run.Observer;
import org.gramscape.training.run.RunFolder;
import org.gramscape.training.run.RunListener;
import org.gramscape.training.run.StartingWeights;
import org.gramscape.training.run.TrainingRun;
import org.gramscape.training.scenes.SceneFiles;
import org.gramscape.training.scenes.Scenes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Trains a backbone on scenes. */
@Command(
    name = "train",
    description = {
      "Trains a backbone on scenes, by itself: no labels are needed. A recipe says what is trained and"
          + " how; key=value changes it.",
      "Ctrl-C finishes the iteration, saves a checkpoint and exits with 130; --resume goes on to the"
          + " same numbers."
    },
    footer = {
      "",
      "Examples, a whole training in three stages:",
      "  gramscape train vitt-pretrain --data 'scenes/*.tif' --out runs/pretrain",
      "  gramscape train vitt-gram --init runs/pretrain --data 'scenes/*.tif' --out runs/gram",
      "  gramscape train vitt-highres --init runs/gram --data 'scenes/*.tif' --out runs/highres",
      "What they made is a model as any other:",
      "  gramscape features scene.tif features.tif --model runs/highres/backbone"
    })
final class TrainCommand extends Subcommand {
  private static final String OWN_LICENCE =
      "Trained by Gramscape from random weights; what the training images' licences ask for holds.";

  @Parameters(
      index = "0",
      paramLabel = "RECIPE",
      description = "A YAML file, or a bundled recipe: vitt-pretrain, vits-gram, vitl-distill ...")
  private String name;

  @Parameters(
      index = "1..*",
      paramLabel = "KEY=VALUE",
      description = "What differs from the recipe: batch=32, schedules.learningRate.peak=5e-4 ...")
  private List<String> overrides = List.of();

  @Option(
      names = "--data",
      required = true,
      arity = "1..*",
      paramLabel = "SCENES",
      description =
          "A scene, a folder (searched with all below it), a pattern as 'scenes/*.tif', or a text"
              + " file that lists some; may be said several times.")
  private List<String> data;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The folder for checkpoints, metrics, the backbone and a page of curves.")
  private Path out;

  @Option(
      names = "--resume",
      description = "Go on from the newest checkpoint in --out, or begin if there is none.")
  private boolean resume;

  @Option(
      names = "--init",
      paramLabel = "WEIGHTS",
      description =
          "What to start from: the folder of an earlier run or one of its checkpoints (backbone and"
              + " heads), or a backbone as --model takes it elsewhere. It is the Gram teacher too,"
              + " unless the recipe says another.")
  private String init;

  @Option(
      names = "--checkpoint-every",
      defaultValue = "500",
      paramLabel = "N",
      description = "Iterations between checkpoints (default: ${DEFAULT-VALUE}).")
  private long checkpointEvery;

  @Option(
      names = "--keep",
      defaultValue = "3",
      paramLabel = "N",
      description = "Checkpoints to keep besides the newest (default: ${DEFAULT-VALUE}).")
  private int keep;

  @Option(
      names = "--export-dtype",
      defaultValue = "fp32",
      description =
          "How the exported backbone's values are kept: ${COMPLETION-CANDIDATES} (default:"
              + " ${DEFAULT-VALUE}).")
  private StorageChoice exportType;

  @Option(
      names = "--gsd",
      defaultValue = "0.6",
      paramLabel = "METRES",
      description =
          "Ground sample distance to show the backbone images at; kept with it (default:"
              + " ${DEFAULT-VALUE}).")
  private double groundSampleDistance;

  @Option(
      names = "--dry-run",
      description =
          "Say what would be trained, how much memory and time it takes, by a step or two on the"
              + " scenes, and write nothing.")
  private boolean dryRun;

  @Mixin private TrainingScenes sceneOptions;
  @Mixin private ObserverOptions observerOptions;
  @Mixin private TrainingDevice device;

  @Override
  public Integer call() throws IOException, DivergedException {
    requirePositive("--checkpoint-every", checkpointEvery);
    requirePositive("--observe-every", observerOptions.every());
    if (keep < 0) {
      throw new IllegalArgumentException("--keep " + keep + ": 0 or more is needed");
    }
    if (!(groundSampleDistance > 0 && groundSampleDistance < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "--gsd " + groundSampleDistance + ": metres above 0 are needed");
    }
    RunFolder folder = new RunFolder(out);
    Optional<Checkpoint> last = resume ? folder.checkpoints().newest(this::say) : Optional.empty();
    Recipe declared = recipe(last);
    if (last.isPresent()) {
      last.get().requireSame(declared);
    } else if (!resume && !dryRun) {
      folder.requireEmpty();
    }
    List<String> places = SceneFiles.find(data.stream().filter(word -> !isOverride(word)).toList());
    say(device.describe());
    try (Scenes scenes = scenes(places, declared)) {
      Recipe recipe = last.isPresent() ? declared : normalised(declared, scenes);
      ImageSource images = scenes.images(recipe.normalisation().mean());
      List<Observer> observers =
          dryRun ? List.of() : observerOptions.observers(places, sceneOptions.view(), recipe);
      return train(recipe, images, observers, folder, last);
    }
  }

  private int train(
      Recipe recipe,
      ImageSource images,
      List<Observer> observers,
      RunFolder folder,
      Optional<Checkpoint> last)
      throws IOException, DivergedException {
    try (Networks networks = new Networks(recipe, device.device())) {
      String licence = last.map(c -> c.facts().licence()).orElse(OWN_LICENCE);
      if (last.isEmpty()) {
        licence = start(networks, recipe).orElse(licence);
      }
      if (recipe.teacher() != null) {
        networks.distillFrom(weights(recipe.teacher().weights()).file());
      }
      try (Training training = training(recipe, images, networks)) {
        if (last.isPresent()) {
          last.get().restore(training);
          say("Going on after %d iterations".formatted(training.iteration()));
        }
        return dryRun
            ? preview(recipe, networks, training, folder)
            : run(recipe, training, folder, licence, observers);
      }
    }
  }

  /** Where a run goes on, the Gram teacher is where it was, and what was measured stays. */
  private Recipe recipe(Optional<Checkpoint> last) throws IOException {
    if (last.isEmpty()) {
      return RecipeReader.read(name, overrides(), Optional.ofNullable(init));
    }
    Recipe before = RecipeText.parse(last.get().facts().recipe());
    Optional<String> gramTeacher = Optional.ofNullable(before.gramTeacher().weights());
    Recipe recipe = RecipeReader.read(name, overrides(), gramTeacher);
    boolean measured =
        sceneOptions.measured() || recipe.normalisation().bands() < before.normalisation().bands();
    return measured ? recipe.withNormalisation(before.normalisation()) : recipe;
  }

  /** Behind --data, too, key=value may stand. */
  private List<String> overrides() {
    return Stream.concat(overrides.stream(), data.stream().filter(TrainCommand::isOverride))
        .toList();
  }

  private Scenes scenes(List<String> places, Recipe recipe) throws IOException {
    int largest =
        recipe.crops().sizes().stream()
            .mapToInt(sizes -> Math.max(sizes.global(), sizes.gram()))
            .max()
            .orElseThrow();
    Scenes scenes = Scenes.open(places, sceneOptions.settings(largest), this::say);
    say(
        String.format(
            Locale.ROOT,
            "%d scene(s) of %.1f megapixels",
            scenes.count(),
            scenes.validPixels() / 1e6));
    return scenes;
  }

  /** Where nothing is declared for bands, or it is not wanted, what was measured counts. */
  private Recipe normalised(Recipe recipe, Scenes scenes) {
    Normalisation declared = recipe.normalisation();
    Normalisation used = sceneOptions.measured() ? scenes.statistics() : scenes.completed(declared);
    if (used == declared) {
      return recipe;
    }
    say(
        "Bands are normalised by the means %s and deviations %s"
            .formatted(Arrays.toString(used.mean()), Arrays.toString(used.standardDeviation())));
    return recipe.withNormalisation(used);
  }

  private static boolean isOverride(String word) {
    return word.matches("[A-Za-z][\\w.]*=.*") && !Files.exists(Path.of(word));
  }

  /** Gives networks what the run starts from, and says under which licence that is. */
  private Optional<String> start(Networks networks, Recipe recipe) throws IOException {
    Optional<String> licence = Optional.empty();
    if (init != null) {
      StartingWeights weights = weights(init);
      networks.startFrom(weights.file());
      say("Starting from " + weights.file());
      licence = Optional.of(weights.licence());
    }
    String gram = recipe.gramTeacher().weights();
    if (recipe.anchored() && gram != null) {
      StartingWeights weights = weights(gram);
      networks.anchorTo(weights.file());
      say("Anchored to " + weights.file());
    }
    return licence;
  }

  private static StartingWeights weights(String place) throws IOException {
    return StartingWeights.at(place, Models.local());
  }

  private Training training(Recipe recipe, ImageSource source, Networks networks) {
    return new Training(
        recipe,
        source,
        networks.student(),
        networks.average(),
        networks.gramBackbone(),
        networks.frozenTeacher(),
        device.precision());
  }

  private int preview(Recipe recipe, Networks networks, Training training, RunFolder folder)
      throws IOException, DivergedException {
    new DryRun(recipe, networks, device.precision())
        .describe(training, folder, settings())
        .forEach((subject, text) -> out().printf("%-8s %s%n", subject, text));
    return 0;
  }

  private TrainingRun.Settings settings() {
    return new TrainingRun.Settings(
        checkpointEvery, keep, observerOptions.every(), exportType.type());
  }

  private int run(
      Recipe recipe, Training training, RunFolder folder, String licence, List<Observer> observers)
      throws IOException, DivergedException {
    var provenance =
        new TrainingRun.Provenance(
            "Gramscape " + Versions.gramscape(), licence, groundSampleDistance);
    TrainingRun run = new TrainingRun(recipe, training, folder, settings(), provenance, observers);
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
                  TrainCommand.this.say(line);
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
        String.format(
            Locale.ROOT,
            "Trained %d iterations. The backbone is --model %s",
            training.iteration(),
            folder.backbone()));
    return 0;
  }

  private static void requirePositive(String option, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(option + " " + value + ": at least one is needed");
    }
  }
}

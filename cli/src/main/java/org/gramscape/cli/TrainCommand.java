package org.gramscape.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gramscape.cli.option.ObserverOptions;
import org.gramscape.cli.option.StorageChoice;
import org.gramscape.cli.option.TrainingDevice;
import org.gramscape.cli.option.TrainingScenes;
import org.gramscape.cli.progress.ProgressReport;
import org.gramscape.model.Models;
import org.gramscape.model.ssl.DivergedException;
import org.gramscape.model.ssl.Networks;
import org.gramscape.model.ssl.StudentNetworks;
import org.gramscape.model.ssl.Training;
import org.gramscape.model.ssl.data.ImageSource;
import org.gramscape.model.ssl.data.Normalisation;
import org.gramscape.model.ssl.recipe.Recipe;
import org.gramscape.model.ssl.recipe.RecipeReader;
import org.gramscape.model.ssl.recipe.RecipeText;
import org.gramscape.model.ssl.recipe.StudentRecipe;
import org.gramscape.training.run.Checkpoint;
import org.gramscape.training.run.DryRun;
import org.gramscape.training.run.LastCheckpoints;
import org.gramscape.training.run.Observer;
import org.gramscape.training.run.RunFolder;
import org.gramscape.training.run.RunListener;
import org.gramscape.training.run.StartingWeights;
import org.gramscape.training.run.StudentRun;
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
      "Trains a backbone on scenes, by itself: no labels are needed. A recipe says what is trained"
          + " and how; key=value changes it.",
      "Ctrl-C finishes the iteration, saves a checkpoint and exits with 130; --resume goes on to"
          + " the same numbers."
    },
    footer = {
      "",
      "Examples, a whole training in three stages:",
      "  gramscape train vitt-pretrain --data 'scenes/*.tif' --out runs/pretrain",
      "  gramscape train vitt-gram --init runs/pretrain --data 'scenes/*.tif' --out runs/gram",
      "  gramscape train vitt-highres --init runs/gram --data 'scenes/*.tif' --out runs/highres",
      "What they made is a model as any other:",
      "  gramscape features scene.tif features.tif --model runs/highres/backbone",
      "A recipe that lists students, each with what differs for it, distills one teacher into all"
          + " of them at once; each has a folder of its name in --out:",
      "  extends: vits-distill",
      "  students: {wide: {backbone: {width: 512, heads: 8}}, narrow: {backbone: {depth: 6}}}"
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
    List<StudentRecipe> declared = recipes(folder);
    List<String> students = declared.stream().map(StudentRecipe::name).toList();
    if (init != null && students.size() > 1) {
      throw new IllegalArgumentException(
          "--init starts one student, and the recipe lists %s; leave it out, or train the student that it is for by a recipe of its own"
              .formatted(students));
    }
    List<Checkpoint> last = resume ? LastCheckpoints.of(folder, students, this::say) : List.of();
    for (int i = 0; i < last.size(); i++) {
      declared.set(i, goingOn(declared.get(i), last.get(i)));
    }
    if (!resume && !dryRun) {
      folder.requireEmpty();
    }
    List<String> places = SceneFiles.find(data.stream().filter(word -> !isOverride(word)).toList());
    say(device.describe());
    Recipe first = declared.get(0).recipe();
    try (Scenes scenes = scenes(places, first)) {
      Normalisation normalisation =
          last.isEmpty() ? normalisation(first, scenes) : first.normalisation();
      List<StudentRecipe> recipes =
          declared.stream().map(each -> each.withNormalisation(normalisation)).toList();
      ImageSource images = scenes.images(normalisation.mean());
      try (Networks networks = new Networks(recipes, device.device())) {
        return train(networks, images, places, folder, last);
      }
    }
  }

  private int train(
      Networks networks,
      ImageSource images,
      List<String> places,
      RunFolder folder,
      List<Checkpoint> last)
      throws IOException, DivergedException {
    List<StudentRun> runs = new ArrayList<>();
    for (StudentNetworks each : networks.students()) {
      List<Observer> observers =
          dryRun
              ? List.of()
              : observerOptions.observers(places, sceneOptions.view(), each.recipe());
      runs.add(new StudentRun(each, folder.student(each.name()), observers));
    }
    String licence = OWN_LICENCE;
    Recipe.FrozenTeacher teacher = networks.students().get(0).recipe().teacher();
    if (teacher != null) {
      StartingWeights weights = weights(teacher.weights());
      networks.distillFrom(weights.file());
      licence = "Distilled by Gramscape from weights of this licence: " + weights.licence();
    }
    if (last.isEmpty()) {
      for (StudentNetworks each : networks.students()) {
        licence = start(each).orElse(licence);
      }
    } else {
      licence = last.get(0).facts().licence();
    }
    try (Training training = new Training(images, networks, device.precision())) {
      if (!last.isEmpty()) {
        Checkpoint.restore(last, training);
        say("Going on after %d iterations".formatted(training.iteration()));
      }
      return dryRun ? preview(networks, training, folder) : run(training, runs, folder, licence);
    }
  }

  /** Where a run goes on, the Gram teacher is where it was. */
  private List<StudentRecipe> recipes(RunFolder folder) throws IOException {
    return new ArrayList<>(
        RecipeReader.readAll(
            name,
            overrides(),
            student -> {
              Optional<Checkpoint> before =
                  resume
                      ? folder.student(student).checkpoints().newest(problem -> {})
                      : Optional.empty();
              return before.isEmpty()
                  ? Optional.ofNullable(init)
                  : Optional.ofNullable(recipe(before.get()).gramTeacher().weights());
            }));
  }

  private static Recipe recipe(Checkpoint checkpoint) throws IOException {
    return RecipeText.parse(checkpoint.facts().recipe());
  }

  /** Where a run goes on, what was measured stays. */
  private StudentRecipe goingOn(StudentRecipe declared, Checkpoint last) throws IOException {
    Normalisation before = recipe(last).normalisation();
    boolean measured =
        sceneOptions.measured() || declared.recipe().normalisation().bands() < before.bands();
    StudentRecipe recipe = measured ? declared.withNormalisation(before) : declared;
    last.requireSame(recipe.recipe());
    return recipe;
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
  private Normalisation normalisation(Recipe recipe, Scenes scenes) {
    Normalisation declared = recipe.normalisation();
    Normalisation used = sceneOptions.measured() ? scenes.statistics() : scenes.completed(declared);
    if (used != declared) {
      say(
          "Bands are normalised by the means %s and deviations %s"
              .formatted(Arrays.toString(used.mean()), Arrays.toString(used.standardDeviation())));
    }
    return used;
  }

  private static boolean isOverride(String word) {
    return word.matches("[A-Za-z][\\w.]*=.*") && !Files.exists(Path.of(word));
  }

  /** Gives a student what the run starts from, and says under which licence that is. */
  private Optional<String> start(StudentNetworks networks) throws IOException {
    Recipe recipe = networks.recipe();
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

  private int preview(Networks networks, Training training, RunFolder folder)
      throws IOException, DivergedException {
    new DryRun(networks, device.precision())
        .describe(training, folder, settings())
        .forEach((subject, text) -> out().printf("%-8s %s%n", subject, text));
    return 0;
  }

  private TrainingRun.Settings settings() {
    return new TrainingRun.Settings(
        checkpointEvery, keep, observerOptions.every(), exportType.type());
  }

  private int run(Training training, List<StudentRun> students, RunFolder folder, String licence)
      throws IOException, DivergedException {
    var provenance =
        new TrainingRun.Provenance(
            "Gramscape " + Versions.gramscape(), licence, groundSampleDistance);
    TrainingRun run = new TrainingRun(training, students, folder, settings(), provenance);
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
                .formatted(training.iteration(), training.iterations()));
        return Failure.INTERRUPTED;
      }
    }
    say(
        String.format(
            Locale.ROOT,
            "Trained %d iterations. The backbone is --model %s",
            training.iteration(),
            students.stream()
                .map(each -> each.folder().backbone().toString())
                .collect(Collectors.joining(", or "))));
    return 0;
  }

  private static void requirePositive(String option, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(option + " " + value + ": at least one is needed");
    }
  }
}

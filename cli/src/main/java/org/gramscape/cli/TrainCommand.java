package org.gramscape.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.gramscape.cli.option.KeepingOptions;
import org.gramscape.cli.option.ObserverOptions;
import org.gramscape.cli.option.RecipeOptions;
import org.gramscape.cli.option.StartOption;
import org.gramscape.cli.option.TrainingDevice;
import org.gramscape.cli.option.TrainingScenes;
import org.gramscape.model.ssl.DivergedException;
import org.gramscape.model.ssl.Networks;
import org.gramscape.model.ssl.StudentNetworks;
import org.gramscape.model.ssl.Training;
import org.gramscape.model.ssl.data.ImageSource;
import org.gramscape.model.ssl.data.Normalisation;
import org.gramscape.model.ssl.recipe.Recipe;
import org.gramscape.model.ssl.recipe.RecipeReader;
import org.gramscape.model.ssl.recipe.StudentRecipe;
import org.gramscape.tiling.MemoryBudget;
import org.gramscape.training.run.Checkpoint;
import org.gramscape.training.run.DryRun;
import org.gramscape.training.run.LastCheckpoints;
import org.gramscape.training.run.Observer;
import org.gramscape.training.run.RunFolder;
import org.gramscape.training.run.StudentRun;
import org.gramscape.training.run.TrainingRun;
import org.gramscape.training.scenes.Scenes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
final class TrainCommand extends TrainingCommand {
  @Option(
      names = "--dry-run",
      description =
          "Say what would be trained, how much memory and time it takes, by a step or two on the"
              + " scenes, and write nothing.")
  private boolean dryRun;

  @Mixin private RecipeOptions recipeOptions;
  @Mixin private TrainingScenes sceneOptions;
  @Mixin private StartOption start;
  @Mixin private KeepingOptions keeping;
  @Mixin private ObserverOptions observerOptions;
  @Mixin private TrainingDevice device;

  @Override
  public Integer call() throws IOException, DivergedException {
    TrainingRun.Settings settings = keeping.settings(observerOptions.every());
    RunFolder folder = keeping.folder();
    List<StudentRecipe> declared =
        recipeOptions.read(sceneOptions.overrides(), gramTeachers(folder));
    start.requireFor(declared);
    LastCheckpoints last = last(folder, declared);
    List<StudentRecipe> recipes = last.recipes(declared, sceneOptions.measured());
    List<String> places = sceneOptions.places();
    say(device.describe());
    Recipe first = recipes.get(0).recipe();
    try (Scenes scenes = sceneOptions.open(places, first, this::say)) {
      Normalisation normalisation =
          last.areNone()
              ? sceneOptions.normalisation(first, scenes, this::say)
              : first.normalisation();
      ImageSource images = scenes.images(normalisation.mean());
      recipes = recipes.stream().map(each -> each.withNormalisation(normalisation)).toList();
      try (Networks networks = new Networks(recipes, device.device())) {
        List<StudentRun> students = dryRun ? List.of() : students(networks, scenes, folder);
        start.teach(networks);
        var provenance =
            new TrainingRun.Provenance(
                "Gramscape " + Versions.gramscape(),
                device.computed(),
                last.areNone() ? start.begin(networks, this::say) : last.licence(),
                keeping.groundSampleDistance(scenes, first, this::say));
        try (Training training = new Training(images, networks, device.precision())) {
          if (!last.areNone()) {
            last.restore(training);
            say("Going on after %d iterations".formatted(training.iteration()));
          }
          return dryRun
              ? preview(networks, training, settings)
              : run(
                  training,
                  new TrainingRun(training, students, folder, settings, provenance, scenes::unread),
                  students,
                  scenes);
        }
      }
    }
  }

  /** Where a run goes on, the Gram teacher is where it was. */
  private RecipeReader.Start gramTeachers(RunFolder folder) {
    return keeping.resume()
        ? LastCheckpoints.gramTeachers(folder, start.weights())
        : student -> start.weights();
  }

  private LastCheckpoints last(RunFolder folder, List<StudentRecipe> recipes) throws IOException {
    if (keeping.resume()) {
      List<String> students = recipes.stream().map(StudentRecipe::name).toList();
      LastCheckpoints last = LastCheckpoints.of(folder, students, this::say);
      last.requireComputed(device.computed());
      return last;
    }
    if (!dryRun) {
      folder.requireEmpty();
    }
    return LastCheckpoints.NONE;
  }

  private List<StudentRun> students(Networks networks, Scenes scenes, RunFolder folder)
      throws IOException {
    List<StudentRun> students = new ArrayList<>();
    for (StudentNetworks each : networks.students()) {
      RunFolder own = folder.student(each.name());
      List<Observer> observers =
          observerOptions.observers(
              scenes.names(), sceneOptions.view(), each.recipe(), own.pictures(), this::say);
      students.add(new StudentRun(each, own, observers));
    }
    return students;
  }

  private int preview(Networks networks, Training training, TrainingRun.Settings settings)
      throws IOException, DivergedException {
    DryRun dry = new DryRun(networks, device.precision());
    print(dry.plan(keeping.folder(), settings, training.iteration()));
    if (!networks.device().isGpu()) {
      dry.requireMemory(MemoryBudget.ofThisMachine(Optional.empty()).total().bytes());
    }
    print(dry.measure(training));
    return 0;
  }

  @Override
  String afterDivergence(List<Checkpoint> last) {
    // Of several students none can start from weights.
    return last.size() == 1
        ? "Start another run from the newest checkpoint or an earlier one, with a lower schedules.learningRate or a longer warm-up: --init %s --out NEW"
            .formatted(last.get(0).folder())
        : "Begin anew in another --out, with a lower schedules.learningRate or a longer warm-up";
  }

  private int run(Training training, TrainingRun run, List<StudentRun> students, Scenes scenes)
      throws IOException, DivergedException {
    boolean done =
        finishes(
            run::run,
            training::iteration,
            training.iterations(),
            keeping.folder(),
            students.stream().map(StudentRun::name).toList());
    if (!done) {
      return Failure.INTERRUPTED;
    }
    say(
        String.format(
            Locale.ROOT,
            "Trained %d iterations%s. The backbone is --model %s",
            training.iteration(),
            scenes.unread() == 0
                ? ""
                : "; %d scene(s) could not be read".formatted(scenes.unread()),
            students.stream()
                .map(each -> each.folder().backbone().toString())
                .collect(Collectors.joining(", or "))));
    return 0;
  }
}

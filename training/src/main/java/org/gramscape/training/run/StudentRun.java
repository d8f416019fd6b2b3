package org.gramscape.training.run;

import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gramscape.model.ImageNormalisation;
import org.gramscape.model.TrainedBackbone;
import org.gramscape.model.ssl.Rates;
import org.gramscape.model.ssl.StepReport;
import org.gramscape.model.ssl.StudentNetworks;
import org.gramscape.model.ssl.TrainingState;
import org.gramscape.model.ssl.recipe.Recipe;
import org.gramscape.model.ssl.recipe.RecipeText;

/** What a run keeps of a student, in a folder that is as that of a run of this student alone. */
public final class StudentRun {

  /** Before the names of observers' numbers. */
  static final String PROBE = "probe.";

  static final String UNREAD_SCENES = "unreadScenes";

  private final StudentNetworks networks;
  private final Recipe recipe;
  private final RunFolder folder;
  private final List<Observer> observers;
  private final Metrics metrics;
  private final Pictures pictures;

  /**
   * @param observers of this student's running mean
   */
  public StudentRun(StudentNetworks networks, RunFolder folder, List<Observer> observers) {
    this.networks = networks;
    this.folder = folder;
    this.observers = List.copyOf(observers);
    recipe = networks.recipe();
    metrics = new Metrics(folder.metrics());
    pictures = new Pictures(folder.pictures());
  }

  public RunFolder folder() {
    return folder;
  }

  /** The student's, empty for one by itself. */
  public String name() {
    return networks.name();
  }

  Recipe recipe() {
    return recipe;
  }

  Metrics metrics() {
    return metrics;
  }

  /** Forgets what an earlier run noted after an iteration. */
  void begin(long iteration) throws IOException {
    Files.createDirectories(folder.root());
    WholeFile.write(folder.recipe(), RecipeText.of(recipe));
    metrics.cutAfter(iteration);
    pictures.cutAfter(iteration);
  }

  /** Adds an iteration's numbers; the first is 1. */
  void note(long iteration, StepReport report, double seconds, int unreadScenes)
      throws IOException {
    Map<String, Double> numbers = numbers(report, recipe.rates(iteration - 1), seconds);
    numbers.put(UNREAD_SCENES, (double) unreadScenes);
    metrics.append(iteration, numbers);
  }

  private Map<String, Double> numbers(StepReport report, Rates rates, double seconds) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    report.losses().forEach((name, loss) -> numbers.put("loss." + name, loss));
    report.gradientNorms().forEach((part, norm) -> numbers.put("gradientNorm." + part, norm));
    numbers.put("learningRate", rates.learningRate());
    numbers.put("weightDecay", rates.weightDecay());
    numbers.put("teacherTemperature", rates.teacherTemperature());
    numbers.put("momentum", rates.momentum());
    numbers.put("gramWeight", rates.gramWeight());
    numbers.put("seconds", seconds);
    numbers.put("imagesPerSecond", recipe.batch() / seconds);
    ResidentMemory.bytes().ifPresent(bytes -> numbers.put("residentBytes", (double) bytes));
    return numbers;
  }

  /** Lets the observers look. */
  void observe(long iteration) throws IOException {
    if (observers.isEmpty()) {
      return;
    }
    Files.createDirectories(folder.pictures());
    Map<String, Double> seen = new LinkedHashMap<>();
    for (Observer observer : observers) {
      observer
          .observe(iteration, networks.average().backbone(), folder.pictures())
          .forEach((name, value) -> seen.put(PROBE + name, value));
    }
    if (!seen.isEmpty()) {
      metrics.append(iteration, seen);
    }
  }

  /** Adds a checkpoint, and brings the exported backbone up to it. */
  void save(TrainingState state, TrainingRun.Settings settings, TrainingRun.Provenance provenance)
      throws IOException {
    folder
        .checkpoints()
        .save(
            state,
            CheckpointFacts.of(state, provenance, recipe.seed(), RecipeText.of(recipe), Map.of()));
    new TrainedBackbone(
            networks.average().backbone(),
            ImageNormalisation.of(
                recipe.normalisation().mean(), recipe.normalisation().standardDeviation()),
            provenance.groundSampleDistance(),
            provenance.licence())
        .export(folder.backbone(), settings.exportType());
  }

  /** Brings the page up to what was noted and seen. */
  void show() throws IOException {
    WholeFile.write(folder.page(), new RunPage(networks.named(), metrics.read(), pictures).html());
  }

  /** Deletes checkpoints, but for that of an iteration and some before it. */
  void keep(long iteration, int before) throws IOException {
    folder.checkpoints().keep(iteration, before);
  }
}

package org.gramscape.training.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.gramscape.geoio.PendingFile;
import org.gramscape.model.ImageNormalisation;
import org.gramscape.model.TrainedBackbone;
import org.gramscape.model.ssl.DivergedException;
import org.gramscape.model.ssl.Rates;
import org.gramscape.model.ssl.StepReport;
import org.gramscape.model.ssl.Training;
import org.gramscape.model.ssl.TrainingState;
import org.gramscape.model.ssl.recipe.Recipe;
import org.gramscape.model.ssl.recipe.RecipeText;
import org.gramscape.model.weights.StorageType;

/** Takes a training to its end, and keeps in a folder what it makes on the way. */
public final class TrainingRun {

  /** Before the names of observers' numbers. */
  static final String PROBE = "probe.";

  /**
   * How often a run keeps what.
   *
   * @param checkpointEvery iterations between checkpoints
   * @param keep checkpoints besides the newest
   * @param observeEvery iterations between looks of the observers
   * @param exportType of the exported backbone's values
   */
  public record Settings(
      long checkpointEvery, int keep, long observeEvery, StorageType exportType) {}

  /**
   * Whose weights are written.
   *
   * @param program and its version
   * @param licence what they may be used for, in a sentence
   * @param groundSampleDistance metres a pixel of the images
   */
  public record Provenance(String program, String licence, double groundSampleDistance) {}

  private final Recipe recipe;
  private final Training training;
  private final RunFolder folder;
  private final Settings settings;
  private final Provenance provenance;
  private final List<Observer> observers;
  private final Metrics metrics;

  /**
   * A run of a training that is at its beginning or was restored from a checkpoint of the folder's.
   */
  public TrainingRun(
      Recipe recipe,
      Training training,
      RunFolder folder,
      Settings settings,
      Provenance provenance,
      List<Observer> observers) {
    this.recipe = recipe;
    this.training = training;
    this.folder = folder;
    this.settings = settings;
    this.provenance = provenance;
    this.observers = List.copyOf(observers);
    metrics = new Metrics(folder.metrics());
  }

  /**
   * Goes on to the end, or until asked to stop: then the iteration is finished and a checkpoint
   * saved.
   *
   * @return whether the end was reached
   * @throws DivergedException if the loss was not finite three times in a row
   * @throws IOException if something can't be read or written; the newest checkpoint is whole
   */
  public boolean run(BooleanSupplier stopAsked, RunListener listener)
      throws IOException, DivergedException {
    Files.createDirectories(folder.root());
    writeWhole(folder.recipe(), RecipeText.of(recipe));
    metrics.cutAfter(training.iteration());
    new Pictures(folder.pictures()).cutAfter(training.iteration());
    while (!training.isDone() && !stopAsked.getAsBoolean()) {
      long start = System.nanoTime();
      long iteration = training.iteration();
      StepReport report = training.next();
      metrics.append(
          iteration + 1, numbers(report, recipe.rates(iteration), System.nanoTime() - start));
      listener.iteration(iteration + 1, recipe.iterations());
      if (isDue(settings.observeEvery())) {
        observe();
      }
      if (isDue(settings.checkpointEvery()) || stopAsked.getAsBoolean()) {
        save();
        listener.say(told(report));
      }
    }
    return training.isDone();
  }

  private boolean isDue(long interval) {
    return training.isDone() || training.iteration() % interval == 0;
  }

  private Map<String, Double> numbers(StepReport report, Rates rates, long nanos) {
    double seconds = nanos / 1e9;
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

  private void observe() throws IOException {
    if (observers.isEmpty()) {
      return;
    }
    Files.createDirectories(folder.pictures());
    Map<String, Double> seen = new LinkedHashMap<>();
    for (Observer observer : observers) {
      observer
          .observe(training.iteration(), training.average().backbone(), folder.pictures())
          .forEach((name, value) -> seen.put(PROBE + name, value));
    }
    if (!seen.isEmpty()) {
      metrics.append(training.iteration(), seen);
    }
  }

  private void save() throws IOException {
    TrainingState state = training.state();
    Checkpoints checkpoints = folder.checkpoints();
    checkpoints.save(
        state,
        new CheckpointFacts(
            provenance.program(),
            state.iteration(),
            state.failures(),
            state.steps(),
            List.copyOf(state.tensors().keySet()),
            recipe.seed(),
            provenance.licence(),
            RecipeText.of(recipe)));
    checkpoints.keep(settings.keep());
    new TrainedBackbone(
            training.average().backbone(),
            ImageNormalisation.of(
                recipe.normalisation().mean(), recipe.normalisation().standardDeviation()),
            provenance.groundSampleDistance(),
            provenance.licence())
        .export(folder.backbone(), settings.exportType());
    writeWhole(
        folder.page(), new RunPage(recipe, metrics.read(), new Pictures(folder.pictures())).html());
  }

  private String told(StepReport report) {
    return String.format(
        Locale.ROOT,
        "Checkpoint after %d of %d iterations: loss %.4f",
        training.iteration(),
        recipe.iterations(),
        report.total());
  }

  private static void writeWhole(Path file, String text) throws IOException {
    try (PendingFile pending = PendingFile.beside(file, true)) {
      Files.writeString(pending.path(), text);
      pending.commit();
    }
  }
}

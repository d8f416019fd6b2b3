package org.gramscape.training.run;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.gramscape.model.UnusableWeightsException;
import org.gramscape.model.height.HeightNetworks;
import org.gramscape.model.height.HeightRecipe;
import org.gramscape.model.height.HeightTraining;
import org.gramscape.model.ssl.DivergedException;
import org.gramscape.model.ssl.StepReport;
import org.gramscape.model.ssl.TrainingState;
import org.gramscape.model.ssl.recipe.RecipeText;
import org.gramscape.model.weights.SafetensorsFile;
import org.gramscape.model.weights.StorageType;
import org.gramscape.model.weights.StoredTensor;

/** Takes a training for heights to its end, and keeps in a folder what it makes on the way. */
public final class HeightRun {
  private static final List<String> FREE_KEYS =
      List.of("about", "iterations", "validation.patience");

  /** What says how the running mean does on ground that is held out. */
  @FunctionalInterface
  public interface Watch {

    /** Scores by name; the least {@code rmse} is the best. */
    Map<String, Double> scores(HeightTraining training) throws IOException;
  }

  /**
   * How often a run keeps what.
   *
   * @param checkpointEvery iterations between checkpoints
   * @param keep checkpoints besides the newest
   * @param exportType of the exported model's values
   */
  public record Settings(long checkpointEvery, int keep, StorageType exportType) {}

  private final HeightRecipe recipe;
  private final HeightNetworks networks;
  private final HeightTraining training;
  private final Watch watch;
  private final RunFolder folder;
  private final Settings settings;
  private final TrainingRun.Provenance provenance;
  private final Metrics metrics;

  /** A run of a training at its beginning, or {@link #restore restored}. */
  public HeightRun(
      HeightRecipe recipe,
      HeightNetworks networks,
      HeightTraining training,
      Watch watch,
      RunFolder folder,
      Settings settings,
      TrainingRun.Provenance provenance) {
    this.recipe = recipe;
    this.networks = networks;
    this.training = training;
    this.watch = watch;
    this.folder = folder;
    this.settings = settings;
    this.provenance = provenance;
    metrics = new Metrics(folder.metrics());
  }

  /**
   * Sets a training to where a run of the same recipe was. A run may be made longer or shorter.
   *
   * @throws UnusableWeightsException if the recipe differs; it names the keys
   */
  public static void restore(Checkpoint checkpoint, HeightRecipe recipe, HeightTraining training)
      throws IOException {
    List<String> differences =
        new ArrayList<>(RecipeText.differences(checkpoint.facts().recipe(), recipe));
    differences.removeAll(FREE_KEYS);
    if (!differences.isEmpty()) {
      throw new UnusableWeightsException(
          "%s was made by another recipe: %s differ%s. Give the same recipe and overrides, or start a new run with another --out."
              .formatted(
                  checkpoint.folder(),
                  String.join(", ", differences),
                  differences.size() == 1 ? "s" : ""));
    }
    CheckpointFacts facts = checkpoint.facts();
    List<SafetensorsFile> open = new ArrayList<>();
    try {
      Map<String, Map<String, StoredTensor>> tensors = new LinkedHashMap<>();
      for (String part : facts.parts()) {
        SafetensorsFile file =
            SafetensorsFile.open(checkpoint.folder().resolve(part + ".safetensors"));
        open.add(file);
        tensors.put(part, file.tensors());
      }
      training.restore(
          new TrainingState(facts.iteration(), facts.failures(), facts.steps(), tensors));
    } finally {
      for (SafetensorsFile file : open) {
        file.close();
      }
    }
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
    WholeFile.write(folder.recipe(), RecipeText.of(recipe));
    metrics.cutAfter(training.iteration());
    while (!training.isDone() && !stopAsked.getAsBoolean()) {
      long start = System.nanoTime();
      StepReport report = training.next();
      note(report, (System.nanoTime() - start) / 1e9);
      listener.iteration(training.iteration(), recipe.iterations());
      if (isDue(recipe.validation().every())) {
        listener.say(look());
      }
      if (isDue(settings.checkpointEvery()) || stopAsked.getAsBoolean()) {
        save();
      }
    }
    return training.isDone();
  }

  private boolean isDue(long interval) {
    return training.isDone() || training.iteration() % interval == 0;
  }

  private void note(StepReport report, double seconds) throws IOException {
    Map<String, Double> numbers = new LinkedHashMap<>();
    report.losses().forEach((name, loss) -> numbers.put("loss." + name, loss));
    report.gradientNorms().forEach((part, norm) -> numbers.put("gradientNorm." + part, norm));
    numbers.putAll(training.rates(training.iteration() - 1));
    numbers.put("seconds", seconds);
    numbers.put("imagesPerSecond", recipe.batch() / seconds);
    ResidentMemory.bytes().ifPresent(bytes -> numbers.put("residentBytes", (double) bytes));
    metrics.append(training.iteration(), numbers);
  }

  private String look() throws IOException {
    Map<String, Double> scores = watch.scores(training);
    training.validated(scores.get("rmse"));
    metrics.append(
        training.iteration(),
        scores.entrySet().stream()
            .collect(
                Collectors.toMap(
                    score -> "heldOut." + score.getKey(),
                    Map.Entry::getValue,
                    (one, other) -> one,
                    LinkedHashMap::new)));
    return String.format(
        Locale.ROOT,
        "After %d of %d iterations: RMSE %.2f m, MAE %.2f m, R2 %.3f on ground held out%s",
        training.iteration(),
        recipe.iterations(),
        scores.get("rmse"),
        scores.get("mae"),
        scores.get("r2"),
        training.bestAt() == training.iteration() ? ", the best so far" : "");
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
            provenance.computed(),
            provenance.licence(),
            RecipeText.of(recipe)));
    checkpoints.keep(state.iteration(), settings.keep());
    networks.export(
        folder.model(),
        training.bestAt() > 0,
        recipe.groundSampleDistance(),
        provenance.licence(),
        settings.exportType());
    WholeFile.write(
        folder.page(), new HeightPage(recipe, metrics.read(), training.bestAt()).html());
  }
}

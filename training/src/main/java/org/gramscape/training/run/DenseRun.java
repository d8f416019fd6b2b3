package org.gramscape.training.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.gramscape.model.UnusableWeightsException;
import org.gramscape.model.dense.DenseRecipe;
import org.gramscape.model.dense.DenseTraining;
import org.gramscape.model.ssl.DivergedException;
import org.gramscape.model.ssl.StepReport;
import org.gramscape.model.ssl.TrainingState;
import org.gramscape.model.ssl.recipe.RecipeText;
import org.gramscape.model.weights.SafetensorsFile;
import org.gramscape.model.weights.StoredTensor;
import org.gramscape.tiling.Fingerprint;

/** Takes a training of a dense head to its end, and keeps in a folder what it makes on the way. */
public final class DenseRun {
  private static final List<String> FREE_KEYS =
      List.of("about", "iterations", "validation.patience");

  /**
   * What a look at ground that is held out shows of the running mean.
   *
   * @param scores by name
   * @param error the less the better
   * @param told the scores in words
   */
  public record Look(Map<String, Double> scores, double error, String told) {}

  /**
   * What numbers are called on the page, in its order.
   *
   * @param scores of looks, by name
   * @param losses by name
   */
  public record Titles(Map<String, String> scores, Map<String, String> losses) {}

  /** What is a run's own, by what it trains. */
  public interface Subject {

    /** Looks at ground that is held out. */
    Look look(DenseTraining training) throws IOException;

    Titles titles();

    /** What is learnt from what; a run that goes on must find it unchanged. */
    Fingerprint learntFrom();

    /**
     * Writes the running mean as a model, in place of an earlier one.
     *
     * @param isBest whether as it was when it was best, not as it is
     */
    void export(Path folder, boolean isBest) throws IOException;
  }

  /**
   * How often a run keeps what.
   *
   * @param checkpointEvery iterations between checkpoints
   * @param keep checkpoints besides the newest
   */
  public record Settings(long checkpointEvery, int keep) {}

  private final DenseRecipe recipe;
  private final DenseTraining training;
  private final Subject subject;
  private final RunFolder folder;
  private final Settings settings;
  private final TrainingRun.Provenance provenance;
  private final Metrics metrics;

  /** A run of a training at its beginning, or {@link #restore restored}. */
  public DenseRun(
      DenseRecipe recipe,
      DenseTraining training,
      Subject subject,
      RunFolder folder,
      Settings settings,
      TrainingRun.Provenance provenance) {
    this.recipe = recipe;
    this.training = training;
    this.subject = subject;
    this.folder = folder;
    this.settings = settings;
    this.provenance = provenance;
    metrics = new Metrics(folder.metrics());
  }

  /**
   * Sets a training to where a run was that learnt the same by the same recipe. A run may be made
   * longer or shorter.
   *
   * @param learntFrom see {@link Subject#learntFrom}
   * @throws UnusableWeightsException if the recipe differs, or what is learnt from; it names what
   */
  public static void restore(
      Checkpoint checkpoint, DenseRecipe recipe, Fingerprint learntFrom, DenseTraining training)
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
    requireSame(checkpoint, learntFrom);
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

  private static void requireSame(Checkpoint checkpoint, Fingerprint learntFrom)
      throws UnusableWeightsException {
    if (checkpoint.facts().learntFrom() == null) {
      return;
    }
    String differences = learntFrom.differences(new Fingerprint(checkpoint.facts().learntFrom()));
    if (!differences.isEmpty()) {
      throw new UnusableWeightsException(
          "%s learnt from something else: %s. Give what it learnt from, or start a new run with another --out."
              .formatted(checkpoint.folder(), differences));
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
    boolean stopped = stopAsked.getAsBoolean();
    while (!training.isDone() && !stopped) {
      long start = System.nanoTime();
      StepReport report = training.next();
      note(report, (System.nanoTime() - start) / 1e9);
      listener.iteration(training.iteration(), recipe.iterations());
      if (isDue(recipe.validation().every())) {
        listener.say(look());
      }
      stopped = stopAsked.getAsBoolean();
      if (isDue(settings.checkpointEvery()) || stopped) {
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
    Look look = subject.look(training);
    training.validated(look.error());
    Map<String, Double> scores = new LinkedHashMap<>();
    look.scores().forEach((name, score) -> scores.put(DensePage.HELD_OUT + name, score));
    metrics.append(training.iteration(), scores);
    return "After %d of %d iterations: %s on ground held out%s"
        .formatted(
            training.iteration(),
            recipe.iterations(),
            look.told(),
            training.bestAt() == training.iteration() ? ", the best so far" : "");
  }

  private void save() throws IOException {
    TrainingState state = training.state();
    Checkpoints checkpoints = folder.checkpoints();
    checkpoints.save(
        state,
        CheckpointFacts.of(
            state, provenance, recipe.seed(), RecipeText.of(recipe), subject.learntFrom().parts()));
    checkpoints.keep(state.iteration(), settings.keep());
    subject.export(folder.model(), training.bestAt() > 0);
    WholeFile.write(
        folder.page(),
        new DensePage(recipe, subject.titles(), metrics.read(), training.bestAt()).html());
  }
}

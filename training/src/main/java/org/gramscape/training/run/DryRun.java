package org.gramscape.training.run;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.gramscape.model.Precision;
import org.gramscape.model.ssl.DinoHead;
import org.gramscape.model.ssl.DivergedException;
import org.gramscape.model.ssl.Networks;
import org.gramscape.model.ssl.Rates;
import org.gramscape.model.ssl.StudentNetworks;
import org.gramscape.model.ssl.Training;
import org.gramscape.model.ssl.recipe.Recipe;
import org.gramscape.model.weights.StorageType;
import org.gramscape.tiling.NotEnoughResourcesException;

/** What a run would train, and what it takes by a step that is measured and forgotten. */
public final class DryRun {
  private static final double LONG_STEP = 20;

  private final Networks networks;
  private final Precision precision;

  /** Of any student: all have its batches. */
  private final Recipe recipe;

  public DryRun(Networks networks, Precision precision) {
    this.networks = networks;
    this.precision = precision;
    recipe = networks.students().get(0).recipe();
  }

  /**
   * What would be trained and written and how much memory it needs, by subject; told by sizes
   * alone.
   *
   * @param done iterations that are done already
   */
  public Map<String, String> plan(RunFolder folder, TrainingRun.Settings settings, long done) {
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("Recipe", recipe.about());
    lines.put("Trained", ofEach(DryRun::student));
    lines.put("Held", held());
    lines.put("Images", batch());
    for (Recipe.Sizes sizes : recipe.crops().sizes()) {
      lines.merge("Crops", crops(sizes), (first, next) -> first + "; or " + next);
    }
    lines.put("Losses", ofEach(each -> losses(each.recipe())));
    lines.put("Rates", ofEach(each -> rates(each.recipe())));
    StepMemory memory = StepMemory.of(networks, precision);
    lines.put(
        "Memory",
        text(
            "about %s: %s for weights, gradients and moments, %s for a step (estimated)",
            Amount.ofBytes(memory.fixed() + memory.passing()),
            Amount.ofBytes(memory.fixed()),
            Amount.ofBytes(memory.passing())));
    lines.put("Writes", writes(folder, settings, recipe.iterations() - done));
    return lines;
  }

  /**
   * Makes sure that a step fits into memory.
   *
   * @param bytes that the run may take
   * @throws NotEnoughResourcesException if it does not
   */
  public void requireMemory(long bytes) throws NotEnoughResourcesException {
    StepMemory memory = StepMemory.of(networks, precision);
    if (memory.fixed() + memory.passing() > bytes) {
      throw new NotEnoughResourcesException(
          text(
              "not enough memory: about %s needed (estimated), and %s may be taken; take a smaller batch (now %d) or more parts of it (accumulate, now %d)%s. No step was taken",
              Amount.ofBytes(memory.fixed() + memory.passing()),
              Amount.ofBytes(bytes),
              recipe.batch(),
              recipe.accumulate(),
              precision == Precision.BF16 ? "" : ", or --precision bf16"));
    }
  }

  /**
   * What a step takes, by subject.
   *
   * @param training takes one step or two, so it is of no use afterwards
   */
  public Map<String, String> measure(Training training) throws IOException, DivergedException {
    Map<String, String> lines = new LinkedHashMap<>();
    long left = recipe.iterations() - training.iteration();
    double seconds = secondsOfAStep(training);
    lines.put(
        "Time",
        text(
            "%.3g s an iteration (measured), %.3g images a second; %d iterations take %s",
            seconds, recipe.batch() / seconds, left, Clock.words(seconds * left)));
    var peak = ResidentMemory.peak();
    if (peak.isPresent() && !networks.device().isGpu()) {
      lines.put("Peak", "this process grew to " + Amount.ofBytes(peak.getAsLong()));
    }
    return lines;
  }

  /** Said once where it is the same for all students. */
  private String ofEach(Function<StudentNetworks, String> words) {
    List<StudentNetworks> students = networks.students();
    if (students.stream().map(words).distinct().count() == 1) {
      return words.apply(students.get(0));
    }
    return students.stream()
        .map(each -> each.name() + ": " + words.apply(each))
        .collect(Collectors.joining("; "));
  }

  private static String student(StudentNetworks networks) {
    Recipe.Backbone backbone = networks.recipe().backbone();
    Recipe.Heads heads = networks.recipe().heads();
    return text(
        "a ViT of width %d, %d blocks, %d heads, patch %d: %s parameters; with heads of %s: %s",
        backbone.width(),
        backbone.depth(),
        backbone.heads(),
        backbone.patchSize(),
        Amount.ofValues(networks.student().backbone().parameterCount()),
        prototypes(heads.dino(), heads.ibot()),
        Amount.ofValues(networks.student().parameterCount()));
  }

  private static String prototypes(DinoHead.Size dino, DinoHead.Size ibot) {
    return dino.prototypes() == ibot.prototypes()
        ? dino.prototypes() + " prototypes each"
        : dino.prototypes() + " and " + ibot.prototypes() + " prototypes";
  }

  private String held() {
    StringJoiner held = new StringJoiner("; ");
    held.add(
        ofEach(each -> "the running mean, " + Amount.ofValues(each.average().parameterCount())));
    if (networks.students().stream().anyMatch(each -> each.gramBackbone() != null)) {
      held.add(ofEach(DryRun::gramTeacher));
    }
    if (networks.frozenTeacher() != null) {
      held.add("a frozen teacher, " + Amount.ofValues(networks.frozenTeacher().parameterCount()));
    }
    return held.toString();
  }

  private static String gramTeacher(StudentNetworks networks) {
    return networks.gramBackbone() == null
        ? "no Gram teacher"
        : "a Gram teacher, " + Amount.ofValues(networks.gramBackbone().parameterCount());
  }

  private String batch() {
    return recipe.accumulate() == 1
        ? "batches of " + recipe.batch()
        : text("batches of %d in %d parts", recipe.batch(), recipe.accumulate());
  }

  private String crops(Recipe.Sizes sizes) {
    String gram =
        recipe.anchored() ? text(", which the Gram teacher sees at %d px", sizes.gram()) : "";
    return text(
        "2 of %d px%s, and %d of %d px",
        sizes.global(), gram, recipe.crops().localCrops(), sizes.local());
  }

  private static String losses(Recipe recipe) {
    Recipe.Losses losses = recipe.losses();
    StringJoiner terms = new StringJoiner(" + ");
    add(terms, "DINO", losses.dino());
    add(terms, "iBOT", losses.ibot());
    add(terms, "KoLeo", losses.koleo().weight());
    if (recipe.anchored()) {
      terms.add(text("%.3g Gram (at the end)", last(recipe).gramWeight()));
    }
    return terms.toString();
  }

  private static void add(StringJoiner terms, String name, double weight) {
    if (weight != 0) {
      terms.add(weight == 1 ? name : text("%.3g %s", weight, name));
    }
  }

  private static String rates(Recipe recipe) {
    double most = 0;
    for (long i = 0; i <= 200; i++) {
      most = Math.max(most, recipe.rates(i * (recipe.iterations() - 1) / 200).learningRate());
    }
    return text(
        "learning rate up to %.3g, %.3g at the end; momentum of the mean %.5g to %.5g",
        most, last(recipe).learningRate(), recipe.rates(0).momentum(), last(recipe).momentum());
  }

  private static Rates last(Recipe recipe) {
    return recipe.rates(recipe.iterations() - 1);
  }

  /** The first step also sets things up, so the second counts, if there is time for one. */
  private double secondsOfAStep(Training training) throws IOException, DivergedException {
    double seconds = timed(training);
    return seconds > LONG_STEP ? seconds : timed(training);
  }

  private static double timed(Training training) throws IOException, DivergedException {
    long start = System.nanoTime();
    training.next();
    return (System.nanoTime() - start) / 1e9;
  }

  private String writes(RunFolder folder, TrainingRun.Settings settings, long iterations) {
    long checkpoint = 0;
    long backbone = 0;
    for (StudentNetworks each : networks.students()) {
      checkpoint += 4 * each.student().parameterCount();
      checkpoint += each.gramBackbone() == null ? 0 : each.gramBackbone().parameterCount();
      backbone += each.student().backbone().parameterCount();
    }
    long bytes = settings.exportType() == StorageType.F32 ? Float.BYTES : Short.BYTES;
    long count =
        Math.min(settings.keep() + 1L, Math.max(iterations / settings.checkpointEvery(), 1));
    return text(
        "nothing now; the run %d checkpoint%s of %s and %s of %s in %s",
        count,
        count == 1 ? "" : "s",
        Amount.ofBytes(Float.BYTES * checkpoint),
        networks.students().size() == 1 ? "a backbone" : "backbones",
        Amount.ofBytes(bytes * backbone),
        folder.root());
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}

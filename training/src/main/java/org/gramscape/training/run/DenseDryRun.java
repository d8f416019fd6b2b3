package org.gramscape.training.run;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.gramscape.model.ModelInfo;
import org.gramscape.model.dense.DenseNetworks;
import org.gramscape.model.dense.DenseRecipe;
import org.gramscape.model.dense.DenseTraining;
import org.gramscape.model.ssl.DivergedException;
import org.gramscape.model.weights.StorageType;

/**
 * What a run of a dense head would train, and what it takes by steps that are measured and
 * forgotten.
 */
public record DenseDryRun(DenseRecipe recipe, DenseNetworks networks) {
  /** A student's weight, its gradient, two moments, and the weights of the mean and the best. */
  private static final int ARRAYS = 6;

  /** The student's weight and two moments, and the weights of the mean and the best. */
  private static final int ARRAYS_KEPT = 5;

  /**
   * What would be trained and written and what it holds in memory, by subject; told by sizes alone.
   *
   * @param exportType of the exported model's values
   * @param done iterations that are done already
   */
  public Map<String, String> plan(
      RunFolder folder, DenseRun.Settings settings, StorageType exportType, long done) {
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("Recipe", recipe.about());
    lines.put("Trained", trained());
    lines.put(
        "Images",
        text(
            "batches of %d, %d px at about %.3g m a pixel",
            recipe.batch(), recipe.crop(), recipe.groundSampleDistance()));
    lines.put("Losses", recipe.describeLosses());
    lines.put(
        "Rates",
        text(
            "learning rate up to %.3g, %.3g at the end%s; momentum of the mean %.5g",
            recipe.steps().learningRate(),
            recipe.steps().last(),
            recipe.backbone().frozen()
                ? ""
                : text(", times %.3g in the backbone", recipe.backbone().learningRateFactor()),
            recipe.steps().momentum()));
    lines.put("Memory", memory());
    lines.put("Writes", writes(folder, settings, exportType, recipe.iterations() - done));
    return lines;
  }

  /**
   * What a step takes, by subject.
   *
   * @param training takes two steps, so it is of no use afterwards
   */
  public Map<String, String> measure(DenseTraining training) throws IOException, DivergedException {
    Map<String, String> lines = new LinkedHashMap<>();
    long left = recipe.iterations() - training.iteration();
    training.next();
    // The first step also sets things up.
    long start = System.nanoTime();
    training.next();
    double seconds = (System.nanoTime() - start) / 1e9;
    lines.put(
        "Time",
        text(
            "%.3g s an iteration (measured), %.3g images a second; %d iterations take %s, and looks"
                + " at ground held out besides, or less if nothing there becomes better",
            seconds, recipe.batch() / seconds, left, Clock.words(seconds * left)));
    var peak = ResidentMemory.peak();
    if (peak.isPresent()) {
      lines.put(
          "Peak",
          "this process grew to " + Amount.ofBytes(peak.getAsLong()) + ", the images among it");
    }
    return lines;
  }

  private String trained() {
    ModelInfo info = networks.info();
    return text(
        "%s on %s (%s, %s parameters), which %s: %s values learn",
        recipe.describeHead(),
        info.name(),
        info.architecture(),
        Amount.ofValues(info.parameters()),
        recipe.backbone().frozen() ? "stays as it is" : "learns too",
        Amount.ofValues(networks.learning()));
  }

  private String memory() {
    long learning = Float.BYTES * ARRAYS * networks.learning();
    long backbone = Float.BYTES * networks.info().parameters();
    return text(
        "%s for what learns, with gradients, moments, mean and best, and %s for the backbone; images"
            + " and a step besides",
        Amount.ofBytes(learning), Amount.ofBytes(backbone));
  }

  private String writes(
      RunFolder folder, DenseRun.Settings settings, StorageType exportType, long iterations) {
    long count =
        Math.min(settings.keep() + 1L, Math.max(iterations / settings.checkpointEvery(), 1));
    long values =
        networks.learning() + (recipe.backbone().frozen() ? networks.info().parameters() : 0);
    long bytes = exportType == StorageType.F32 ? Float.BYTES : Short.BYTES;
    return text(
        "nothing now; the run %d checkpoint%s of %s and a model of %s in %s",
        count,
        count == 1 ? "" : "s",
        Amount.ofBytes(Float.BYTES * ARRAYS_KEPT * networks.learning()),
        Amount.ofBytes(bytes * values),
        folder.root());
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}

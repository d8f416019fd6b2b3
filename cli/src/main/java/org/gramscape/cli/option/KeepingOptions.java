package org.gramscape.cli.option;

import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.gramscape.geoio.Length;
import org.gramscape.model.ssl.recipe.Recipe;
import org.gramscape.training.run.RunFolder;
import org.gramscape.training.run.TrainingRun;
import org.gramscape.training.scenes.Scenes;
import picocli.CommandLine.Option;

/** Where a training keeps what, and how often. */
public final class KeepingOptions {
  /** SAT-493M's. */
  private static final double UNKNOWN = 0.6;

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
      paramLabel = "METRES",
      converter = TileOptions.Metres.class,
      description =
          "Ground sample distance to show the backbone images at, kept with it (default: what it is"
              + " trained at, the median of the large crops; 0.6 where no scene says where it is).")
  private Length groundSampleDistance;

  public RunFolder folder() {
    return new RunFolder(out);
  }

  /** Whether to go on with what the folder has. */
  public boolean resume() {
    return resume;
  }

  /**
   * Metres a pixel that are kept with the backbone.
   *
   * @param say hears what was measured
   */
  public double groundSampleDistance(Scenes scenes, Recipe recipe, Consumer<String> say) {
    if (groundSampleDistance != null) {
      return groundSampleDistance.metres();
    }
    OptionalDouble measured = scenes.groundSampleDistance(recipe.crops());
    double metres =
        BigDecimal.valueOf(measured.orElse(UNKNOWN)).round(new MathContext(3)).doubleValue();
    say.accept(
        (measured.isPresent()
                ? "Large crops have a ground sample distance of %s m in the middle, which is kept"
                    + " with the backbone"
                : "No scene says where it is, so %s m a pixel is kept with the backbone; --gsd says"
                    + " better")
            .formatted(metres));
    return metres;
  }

  /**
   * The settings.
   *
   * @param observeEvery iterations between looks of the observers
   * @throws IllegalArgumentException if an option can't be meant
   */
  public TrainingRun.Settings settings(long observeEvery) {
    if (checkpointEvery < 1) {
      throw new IllegalArgumentException(
          "--checkpoint-every " + checkpointEvery + ": at least one is needed");
    }
    if (keep < 0) {
      throw new IllegalArgumentException("--keep " + keep + ": 0 or more is needed");
    }
    return new TrainingRun.Settings(checkpointEvery, keep, observeEvery, exportType.type());
  }
}

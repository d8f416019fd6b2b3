package org.gramscape.cli.option;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.gramscape.geoio.Length;
import org.gramscape.model.ssl.recipe.Recipe;
import org.gramscape.training.run.RunFolder;
import org.gramscape.training.run.TrainingRun;
import org.gramscape.training.scenes.Scenes;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where a training keeps what, and how often. */
public final class KeepingOptions {
  /** SAT-493M's. */
  private static final double UNKNOWN = 0.6;

  @Mixin private CheckpointOptions checkpoints;

  @Option(
      names = "--gsd",
      paramLabel = "METRES",
      converter = TileOptions.Metres.class,
      description =
          "Ground sample distance to show the backbone images at, kept with it (default: what it is"
              + " trained at, the median of the large crops; 0.6 where no scene says where it is).")
  private Length groundSampleDistance;

  public RunFolder folder() {
    return checkpoints.folder();
  }

  /** Whether to go on with what the folder has. */
  public boolean resume() {
    return checkpoints.resume();
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
    return new TrainingRun.Settings(
        checkpoints.every(), checkpoints.keep(), observeEvery, checkpoints.exportType());
  }
}

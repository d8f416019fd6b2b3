package org.gramscape.cli.option;

import java.nio.file.Path;
import org.gramscape.geoio.Length;
import org.gramscape.training.run.RunFolder;
import org.gramscape.training.run.TrainingRun;
import picocli.CommandLine.Option;

/** Where a training keeps what, and how often. */
public final class KeepingOptions {
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
      defaultValue = "0.6",
      paramLabel = "METRES",
      converter = TileOptions.Metres.class,
      description =
          "Ground sample distance to show the backbone images at; kept with it (default:"
              + " ${DEFAULT-VALUE}).")
  private Length groundSampleDistance;

  public RunFolder folder() {
    return new RunFolder(out);
  }

  /** Whether to go on with what the folder has. */
  public boolean resume() {
    return resume;
  }

  /** Metres a pixel that are kept with the backbone. */
  public double groundSampleDistance() {
    return groundSampleDistance.metres();
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

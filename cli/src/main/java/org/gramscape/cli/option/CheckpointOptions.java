package org.gramscape.cli.option;

import java.nio.file.Path;
import org.gramscape.model.weights.StorageType;
import org.gramscape.training.run.RunFolder;
import picocli.CommandLine.Option;

/** Where a training keeps what it has reached, how often, and how it goes on. */
public final class CheckpointOptions {
  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The folder for checkpoints, metrics, what is trained and a page of curves.")
  private Path out;

  @Option(
      names = "--resume",
      description = "Go on from the newest checkpoint in --out, or begin if there is none.")
  private boolean resume;

  @Option(
      names = "--checkpoint-every",
      defaultValue = "250",
      paramLabel = "N",
      description = "Iterations between checkpoints (default: ${DEFAULT-VALUE}).")
  private long every;

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
          "How the values of what is trained are kept: ${COMPLETION-CANDIDATES} (default:"
              + " ${DEFAULT-VALUE}).")
  private StorageChoice exportType;

  /** The run's. */
  public RunFolder folder() {
    return new RunFolder(out);
  }

  /** Whether to go on with what the folder has. */
  public boolean resume() {
    return resume;
  }

  /**
   * Iterations between checkpoints.
   *
   * @throws IllegalArgumentException if there can't be so many
   */
  public long every() {
    if (every < 1) {
      throw new IllegalArgumentException(
          "--checkpoint-every " + every + ": at least one is needed");
    }
    return every;
  }

  /**
   * Checkpoints to keep besides the newest.
   *
   * @throws IllegalArgumentException if there can't be so many
   */
  public int keep() {
    if (keep < 0) {
      throw new IllegalArgumentException("--keep " + keep + ": 0 or more is needed");
    }
    return keep;
  }

  /** How values are stored. */
  public StorageType exportType() {
    return exportType.type();
  }
}

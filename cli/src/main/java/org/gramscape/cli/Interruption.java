package org.gramscape.cli;

import java.time.Duration;
import org.gramscape.model.kernel.Torch;

/**
 * Ctrl-C: interrupts the working thread and gives it time to close what it has open, so that no
 * temporary file stays behind. Java itself then ends with exit code 130 (SIGINT) or 143 (SIGTERM);
 * where the thread goes on for longer, the process ends with 130 at once.
 */
final class Interruption {
  private final Thread worker;
  private final Duration patience;
  private volatile boolean happened;
  private volatile boolean finished;

  private Interruption(Thread worker, Duration patience) {
    this.worker = worker;
    this.patience = patience;
  }

  /**
   * Watches for the end of the process from now on.
   *
   * @param patience how long the worker may take to end
   */
  static Interruption watch(Thread worker, Duration patience) {
    Interruption interruption = new Interruption(worker, patience);
    Runtime.getRuntime().addShutdownHook(new Thread(interruption::unwind, "interruption"));
    return interruption;
  }

  private void unwind() {
    if (finished) {
      return;
    }
    happened = true;
    worker.interrupt();
    try {
      worker.join(patience.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (worker.isAlive()) {
      Torch.endProcess(Failure.INTERRUPTED);
    }
  }

  /** Ends the process, unless it is ending already. */
  void exit(int code) {
    finished = true;
    if (!happened) {
      System.exit(code);
    }
  }
}

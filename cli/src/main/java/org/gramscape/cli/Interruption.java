package org.gramscape.cli;

import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C: interrupts the working thread and gives it time to close what it has open, so that no
 * temporary file stays behind. Java itself then ends with exit code 130 (SIGINT) or 143 (SIGTERM).
 */
final class Interruption {
  private static final long PATIENCE = TimeUnit.SECONDS.toMillis(20);

  private volatile boolean happened;
  private volatile boolean finished;

  private Interruption() {}

  /** Watches for the end of the process from now on. */
  static Interruption watch(Thread worker) {
    Interruption interruption = new Interruption();
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> interruption.unwind(worker), "interruption"));
    return interruption;
  }

  private void unwind(Thread worker) {
    if (finished) {
      return;
    }
    happened = true;
    worker.interrupt();
    try {
      worker.join(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
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

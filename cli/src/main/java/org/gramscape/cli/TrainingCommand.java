package org.gramscape.cli;

import java.io.IOException;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.gramscape.cli.progress.ProgressReport;
import org.gramscape.model.ssl.DivergedException;
import org.gramscape.training.run.RunListener;

/** A command that trains: its run can be stopped, and gone on with. */
abstract class TrainingCommand extends Subcommand {
  /** What takes the iterations. */
  interface Run {
    /**
     * Trains until all is done or it is asked to stop.
     *
     * @return whether all is done
     */
    boolean run(BooleanSupplier stop, RunListener listener) throws IOException, DivergedException;
  }

  /**
   * Runs with a report of the progress, until a signal asks to stop; says then how to go on.
   *
   * @param iteration how many are done
   * @param iterations how many there are in all
   * @return whether all is done
   */
  final boolean finishes(Run run, LongSupplier iteration, long iterations)
      throws IOException, DivergedException {
    long before = iteration.getAsLong();
    try (ProgressReport progress = progress("training", "iterations");
        StopSignal stop =
            new StopSignal(() -> say("Finishing this iteration, then saving a checkpoint ..."))) {
      boolean done =
          run.run(
              stop::isAsked,
              new RunListener() {
                @Override
                public void iteration(long done, long total) {
                  // What an earlier run did tells nothing of this one's pace.
                  progress.update(done - before, total - before);
                }

                @Override
                public void say(String line) {
                  TrainingCommand.this.say(line);
                }
              });
      if (!done) {
        say(
            "Stopped after %d of %d iterations; --resume goes on"
                .formatted(iteration.getAsLong(), iterations));
      }
      return done;
    }
  }
}

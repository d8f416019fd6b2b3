package org.gramscape.cli;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.gramscape.cli.progress.ProgressReport;
import org.gramscape.model.ssl.DivergedException;
import org.gramscape.tiling.NotEnoughResourcesException;
import org.gramscape.training.run.Checkpoint;
import org.gramscape.training.run.LastCheckpoints;
import org.gramscape.training.run.RunFolder;
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

  /** What a dry run tells, a line for each subject. */
  final void print(Map<String, String> lines) {
    lines.forEach((subject, text) -> out().printf("%-8s %s%n", subject, text));
  }

  /**
   * What to do about a run that diverged.
   *
   * @param last where its students could be gone on with; none if nothing was saved
   */
  abstract String afterDivergence(List<Checkpoint> last);

  /**
   * Runs with a report of the progress, until a signal asks to stop; says then how to go on.
   *
   * @param iteration how many are done
   * @param iterations how many there are in all
   * @param folder of the run
   * @param students by their names, of which one by itself has an empty one
   * @return whether all is done
   * @throws NotEnoughResourcesException if the disk is full
   */
  final boolean finishes(
      Run run, LongSupplier iteration, long iterations, RunFolder folder, List<String> students)
      throws IOException, DivergedException {
    try {
      return finishes(run, iteration, iterations);
    } catch (DivergedException e) {
      throw e.advising(afterDivergence(last(folder, students)));
    } catch (IOException e) {
      Optional<String> full = Failure.fullDisk(e);
      if (full.isEmpty()) {
        throw e;
      }
      String last =
          last(folder, students).stream()
              .map(each -> each.folder().toString())
              .collect(Collectors.joining(" and "));
      throw (IOException)
          new NotEnoughResourcesException(
                  "the disk of %s is full: %s; make room, then --resume %s"
                      .formatted(
                          folder.root(),
                          full.get(),
                          last.isEmpty() ? "begins anew" : "goes on from " + last))
              .initCause(e);
    }
  }

  private static List<Checkpoint> last(RunFolder folder, List<String> students) {
    try {
      return LastCheckpoints.of(folder, students, problem -> {}).checkpoints();
    } catch (IOException e) {
      return List.of(); // None is whole.
    }
  }

  private boolean finishes(Run run, LongSupplier iteration, long iterations)
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

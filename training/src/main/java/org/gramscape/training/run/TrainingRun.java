package org.gramscape.training.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import org.gramscape.model.ssl.DivergedException;
import org.gramscape.model.ssl.StepReport;
import org.gramscape.model.ssl.Training;
import org.gramscape.model.ssl.TrainingState;
import org.gramscape.model.weights.StorageType;

/** Takes a training to its end, and keeps in folders what it makes on the way. */
public final class TrainingRun {

  /**
   * How often a run keeps what.
   *
   * @param checkpointEvery iterations between checkpoints
   * @param keep checkpoints besides the newest
   * @param observeEvery iterations between looks of the observers
   * @param exportType of the exported backbone's values
   */
  public record Settings(
      long checkpointEvery, int keep, long observeEvery, StorageType exportType) {}

  /**
   * Whose weights are written.
   *
   * @param program and its version
   * @param computed in what numbers and where, as {@code fp32 on cpu}
   * @param licence what they may be used for, in a sentence
   * @param groundSampleDistance metres a pixel of the images
   */
  public record Provenance(
      String program, String computed, String licence, double groundSampleDistance) {}

  private final Training training;
  private final List<StudentRun> students;
  private final RunFolder folder;
  private final Settings settings;
  private final Provenance provenance;
  private final IntSupplier unreadScenes;

  /**
   * A run of a training that is at its beginning or was restored from checkpoints of the folder's.
   *
   * @param students of the training, in its order
   * @param unreadScenes how many could not be read so far
   */
  public TrainingRun(
      Training training,
      List<StudentRun> students,
      RunFolder folder,
      Settings settings,
      Provenance provenance,
      IntSupplier unreadScenes) {
    this.training = training;
    this.students = List.copyOf(students);
    this.folder = folder;
    this.settings = settings;
    this.provenance = provenance;
    this.unreadScenes = unreadScenes;
  }

  /**
   * Goes on to the end, or until asked to stop: then the iteration is finished and a checkpoint
   * saved.
   *
   * @return whether the end was reached
   * @throws DivergedException if a student's loss was not finite three times in a row
   * @throws IOException if something can't be read or written; the newest checkpoint is whole
   */
  public boolean run(BooleanSupplier stopAsked, RunListener listener)
      throws IOException, DivergedException {
    for (StudentRun student : students) {
      student.begin(training.iteration());
    }
    boolean stopped = stopAsked.getAsBoolean();
    while (!training.isDone() && !stopped) {
      long start = System.nanoTime();
      List<StepReport> reports = training.next();
      double seconds = (System.nanoTime() - start) / 1e9;
      long done = training.iteration();
      for (int i = 0; i < students.size(); i++) {
        students.get(i).note(done, reports.get(i), seconds, unreadScenes.getAsInt());
      }
      listener.iteration(done, training.iterations());
      stopped = stopAsked.getAsBoolean();
      boolean isKept = isDue(settings.checkpointEvery()) || stopped;
      if (isKept) {
        // Before anyone looks: what fails there costs no iteration, and isn't met again.
        save();
      }
      if (isDue(settings.observeEvery())) {
        for (StudentRun student : students) {
          student.observe(done);
        }
      }
      if (isKept) {
        show();
        listener.say(told(reports));
      }
    }
    return training.isDone();
  }

  private boolean isDue(long interval) {
    return training.isDone() || training.iteration() % interval == 0;
  }

  /** Old checkpoints go when all students have a new one: some must be of the same iteration. */
  private void save() throws IOException {
    List<TrainingState> states = training.states();
    for (int i = 0; i < students.size(); i++) {
      students.get(i).save(states.get(i), settings, provenance);
    }
    for (StudentRun student : students) {
      student.keep(training.iteration(), settings.keep());
    }
  }

  private void show() throws IOException {
    for (StudentRun student : students) {
      student.show();
    }
    if (students.size() > 1) {
      Map<String, List<JsonNode>> metrics = new LinkedHashMap<>();
      for (StudentRun student : students) {
        metrics.put(student.name(), student.metrics().read());
      }
      WholeFile.write(folder.page(), new StudentsPage(students.get(0).recipe(), metrics).html());
    }
  }

  private String told(List<StepReport> reports) {
    StringJoiner losses = new StringJoiner(", ");
    for (int i = 0; i < students.size(); i++) {
      String of = students.get(i).name();
      losses.add(
          String.format(
              Locale.ROOT, "%s%.4f", of.isEmpty() ? "" : of + " ", reports.get(i).total()));
    }
    return "Checkpoint after %d of %d iterations: loss %s"
        .formatted(training.iteration(), training.iterations(), losses);
  }
}

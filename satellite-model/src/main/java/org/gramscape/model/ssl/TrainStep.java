package org.gramscape.model.ssl;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * A step of self-supervised training: the teacher looks, each student is measured against what it
 * saw, the student's weights move, and its running mean follows them.
 *
 * @param teacher sees with a student's running mean, or, to distill, with a frozen network
 * @param students one; or, of a frozen teacher, several, each of which becomes what it would have
 *     become alone
 */
public record TrainStep(Teacher teacher, List<Student> students) {
  public TrainStep {
    students = List.copyOf(students);
  }

  /**
   * One step.
   *
   * @param parts of the batch, one in memory at a time, whose gradients are averaged; each makes
   *     its tensors with the manager that it gets, which owns all of that part's computation
   * @param rates of this iteration for each student; all have the same teacher temperature
   * @param seed of RoPE's and stochastic depth's changes
   * @return what each student says
   */
  public List<StepReport> run(
      List<Function<NDManager, Batch>> parts, List<Rates> rates, long seed) {
    List<Turn> turns = new ArrayList<>();
    for (int i = 0; i < students.size(); i++) {
      turns.add(new Turn(students.get(i), rates.get(i), seed));
    }
    for (Function<NDManager, Batch> part : parts) {
      try (NDManager manager = teacher.network().parameterManager().newSubManager()) {
        Batch batch = part.apply(manager);
        Teacher.Targets targets = teacher.targets(batch, rates.get(0).teacherTemperature());
        turns.forEach(turn -> turn.backward(batch, targets, 1.0 / parts.size()));
      }
    }
    return turns.stream().map(Turn::move).toList();
  }

  /** A student's part in a step. */
  private static final class Turn {
    private final Student student;
    private final Rates rates;
    private final RandomGenerator random;
    private final Map<String, Double> losses = new LinkedHashMap<>();

    Turn(Student student, Rates rates, long seed) {
      this.student = student;
      this.rates = rates;
      random = new SplittableRandom(seed);
      student.optimiser().clearGradients();
    }

    /** What is computed goes before the next student's turn: a step needs the largest one's. */
    void backward(Batch batch, Teacher.Targets targets, double share) {
      try (NDManager own = batch.globalCrops().getManager().newSubManager()) {
        student
            .backward(batch.sharedWith(own), targets.sharedWith(own), rates, share, random)
            .forEach((name, loss) -> losses.merge(name, loss * share, Double::sum));
      }
    }

    StepReport move() {
      return student.move(losses, rates);
    }
  }
}

package org.gramscape.model.ssl;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.gramscape.model.ssl.optim.ExponentialMovingAverage;
import org.gramscape.model.ssl.optim.Optimiser;

/**
 * A step of self-supervised training: the teacher looks, the student is measured against it, the
 * student's weights move, and the running mean follows them.
 *
 * @param student that learns
 * @param average running mean of the student: what training makes
 * @param teacher sees with {@code average}, or, to distill, with a frozen network
 * @param gramTeacher null for stages without Gram anchoring
 */
public record TrainStep(
    SslNetwork student,
    SslNetwork average,
    Teacher teacher,
    GramTeacher gramTeacher,
    Objective objective,
    Optimiser optimiser) {

  /**
   * One step.
   *
   * <p>A loss that is not finite moves nothing.
   *
   * @param batch makes the batch; everything of the step belongs to the manager it gets
   * @param rates of this iteration
   * @param random draws RoPE's and stochastic depth's changes
   */
  public StepReport run(Function<NDManager, Batch> batch, Rates rates, RandomGenerator random) {
    try (NDManager manager = student.parameterManager().newSubManager()) {
      optimiser.clearGradients();
      Map<String, Double> losses = backward(batch.apply(manager), rates, random);
      if (!Double.isFinite(losses.get("total"))) {
        return new StepReport(losses, Map.of());
      }
      Map<String, Double> norms =
          optimiser.step(rates.learningRate(), rates.lastLayerLearningRate(), rates.weightDecay());
      ExponentialMovingAverage.update(average, student, rates.momentum());
      return new StepReport(losses, norms);
    }
  }

  /** Leaves gradients in the student's parameters, added to those that are there. */
  Map<String, Double> backward(Batch batch, Rates rates, RandomGenerator random) {
    Teacher.Targets targets = teacher.targets(batch, rates.teacherTemperature());
    GramTeacher gram = rates.gramWeight() == 0 ? null : gramTeacher;
    try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
      LossTerms losses = objective.of(student, batch, targets, gram, rates, random);
      gradients.backward(losses.total());
      return values(losses);
    }
  }

  private static Map<String, Double> values(LossTerms terms) {
    Map<String, Double> values = new LinkedHashMap<>();
    put(values, "total", terms.total());
    put(values, "dinoLocal", terms.dinoLocal());
    put(values, "dinoGlobal", terms.dinoGlobal());
    put(values, "ibot", terms.ibot());
    put(values, "koleo", terms.koleo());
    if (terms.gram() != null) {
      put(values, "gram", terms.gram());
    }
    return values;
  }

  private static void put(Map<String, Double> values, String name, NDArray loss) {
    values.put(name, (double) loss.getFloat());
  }
}

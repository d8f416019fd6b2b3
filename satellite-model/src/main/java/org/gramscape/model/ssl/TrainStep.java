package org.gramscape.model.ssl;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.gramscape.model.layer.Factor;
import org.gramscape.model.ssl.optim.ExponentialMovingAverage;
import org.gramscape.model.ssl.optim.Optimiser;
import org.gramscape.model.vit.ResidualBranches;

/**
 * A step of self-supervised training: the teacher looks, the student is measured against it, the
 * student's weights move, and the running mean follows them.
 *
 * @param student that learns
 * @param branches of the student's blocks
 * @param average running mean of the student: what training makes
 * @param teacher sees with {@code average}, or, to distill, with a frozen network
 * @param gramTeacher null for stages without Gram anchoring
 */
public record TrainStep(
    SslNetwork student,
    ResidualBranches branches,
    SslNetwork average,
    Teacher teacher,
    GramTeacher gramTeacher,
    Objective objective,
    Optimiser optimiser) {

  /**
   * One step.
   *
   * <p>A loss or a gradient that is not finite moves nothing.
   *
   * @param parts of the batch, one in memory at a time, whose gradients are averaged; each makes
   *     its tensors with the manager that it gets, which owns all of that part's computation
   * @param rates of this iteration
   * @param random draws RoPE's and stochastic depth's changes
   */
  public StepReport run(
      List<Function<NDManager, Batch>> parts, Rates rates, RandomGenerator random) {
    optimiser.clearGradients();
    Map<String, Double> losses = new LinkedHashMap<>();
    for (Function<NDManager, Batch> part : parts) {
      try (NDManager manager = student.parameterManager().newSubManager()) {
        backward(part.apply(manager), rates, 1.0 / parts.size(), random)
            .forEach((name, loss) -> losses.merge(name, loss / parts.size(), Double::sum));
      }
    }
    if (!Double.isFinite(losses.get("total"))) {
      return new StepReport(losses, Map.of());
    }
    Map<String, Double> norms =
        optimiser.step(rates.learningRate(), rates.lastLayerLearningRate(), rates.weightDecay());
    if (!norms.values().stream().allMatch(Double::isFinite)) {
      return new StepReport(losses, Map.of());
    }
    ExponentialMovingAverage.update(average, student, rates.momentum());
    return new StepReport(losses, norms);
  }

  /** Adds a part's gradients, by its share of the batch, to those in the student's parameters. */
  Map<String, Double> backward(Batch batch, Rates rates, double share, RandomGenerator random) {
    Teacher.Targets targets = teacher.targets(batch, rates.teacherTemperature());
    GramTeacher gram = rates.gramWeight() == 0 ? null : gramTeacher;
    try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
      LossTerms losses = objective.of(student, branches, batch, targets, gram, rates, random);
      gradients.backward(Factor.times(losses.total(), share));
      return values(losses);
    }
  }

  private static Map<String, Double> values(LossTerms terms) {
    Map<String, NDArray> arrays = new LinkedHashMap<>();
    arrays.put("total", terms.total());
    arrays.put("dinoLocal", terms.dinoLocal());
    arrays.put("dinoGlobal", terms.dinoGlobal());
    arrays.put("ibot", terms.ibot());
    arrays.put("koleo", terms.koleo());
    if (terms.gram() != null) {
      arrays.put("gram", terms.gram());
    }
    // On a GPU each transfer would wait for all that goes before it: one for all.
    float[] numbers = NDArrays.stack(new NDList(arrays.values())).toFloatArray();
    Map<String, Double> values = new LinkedHashMap<>();
    for (String name : arrays.keySet()) {
      values.put(name, (double) numbers[values.size()]);
    }
    return values;
  }
}

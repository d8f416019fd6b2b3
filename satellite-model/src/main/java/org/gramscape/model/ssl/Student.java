package org.gramscape.model.ssl;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.training.GradientCollector;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.gramscape.model.layer.Factor;
import org.gramscape.model.ssl.optim.ExponentialMovingAverage;
import org.gramscape.model.ssl.optim.Optimiser;
import org.gramscape.model.vit.ResidualBranches;

/**
 * A network that learns, and what it learns by.
 *
 * @param branches of the network's blocks
 * @param average running mean of the network: what training makes
 * @param gramTeacher null for stages without Gram anchoring
 */
public record Student(
    SslNetwork network,
    ResidualBranches branches,
    SslNetwork average,
    GramTeacher gramTeacher,
    Objective objective,
    Optimiser optimiser) {

  /** Adds a part's gradients, by its share of the batch, to those in the network's parameters. */
  Map<String, Double> backward(
      Batch batch, Teacher.Targets targets, Rates rates, double share, RandomGenerator random) {
    GramTeacher gram = rates.gramWeight() == 0 ? null : gramTeacher;
    try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
      LossTerms losses = objective.of(network, branches, batch, targets, gram, rates, random);
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

  /**
   * Moves the weights along their gradients, and the running mean after them.
   *
   * <p>A loss or a gradient that is not finite moves nothing.
   *
   * @param losses of the whole batch
   */
  StepReport move(Map<String, Double> losses, Rates rates) {
    if (!Double.isFinite(losses.get("total"))) {
      return new StepReport(losses, Map.of());
    }
    Map<String, Double> norms =
        optimiser.step(rates.learningRate(), rates.lastLayerLearningRate(), rates.weightDecay());
    if (!norms.values().stream().allMatch(Double::isFinite)) {
      return new StepReport(losses, Map.of());
    }
    ExponentialMovingAverage.update(average, network, rates.momentum());
    return new StepReport(losses, norms);
  }
}

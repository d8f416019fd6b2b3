package org.gramscape.model.ssl.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import java.util.Map;
import org.gramscape.model.layer.NamedBlock;

/** The teacher's weights: a running mean of the student's (paper section 3.1). */
public final class ExponentialMovingAverage {
  private ExponentialMovingAverage() {}

  /**
   * {@code average = momentum * average + (1 - momentum) * network}, parameter by parameter.
   *
   * @param average of the same parameters as {@code network}
   */
  public static void update(NamedBlock average, NamedBlock network, double momentum) {
    Map<String, Parameter> students = network.namedParameters();
    average
        .namedParameters()
        .forEach(
            (name, parameter) ->
                update(parameter.getArray(), students.get(name).getArray(), momentum));
  }

  private static void update(NDArray average, NDArray network, double momentum) {
    try (NDManager scope = average.getManager().newSubManager()) {
      NDArray detached = network.stopGradient();
      detached.attach(scope);
      average.muli(momentum).addi(detached.mul(1 - momentum));
    }
  }
}

package org.gramscape.model.ssl.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import ai.djl.pytorch.jni.IValue;
import java.util.ArrayList;
import java.util.List;
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
    List<NDArray> averages = new ArrayList<>();
    List<NDArray> values = new ArrayList<>();
    average
        .namedParameters()
        .forEach(
            (name, parameter) -> {
              averages.add(parameter.getArray());
              values.add(students.get(name).getArray());
            });
    try (IValue target = Updates.list(averages);
        IValue source = Updates.list(values);
        IValue share = IValue.from(1 - momentum)) {
      Updates.run("follow", target, source, share).close();
    }
  }
}

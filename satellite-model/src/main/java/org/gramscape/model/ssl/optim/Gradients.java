package org.gramscape.model.ssl.optim;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.LinkedHashMap;
import java.util.Map;

/** What DJL's arrays lack for gradients. */
final class Gradients {
  private Gradients() {}

  /**
   * Arrays' gradients, to which every backward pass adds. libtorch has none before the first, so
   * they are made by one of zeros.
   *
   * @param owner of what is returned
   */
  static Map<String, NDArray> of(Map<String, NDArray> arrays, NDManager owner) {
    try (NDManager scope = owner.newSubManager();
        GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      NDArray sum = scope.zeros(new Shape());
      for (NDArray array : arrays.values()) {
        array.setRequiresGradient(true);
        sum = sum.add(scope.zeros(array.getShape()).mul(array).sum());
      }
      collector.backward(sum);
    }
    Map<String, NDArray> gradients = new LinkedHashMap<>();
    arrays.forEach(
        (name, array) -> {
          NDArray gradient = array.getGradient();
          gradient.attach(owner);
          gradients.put(name, gradient);
        });
    return gradients;
  }
}

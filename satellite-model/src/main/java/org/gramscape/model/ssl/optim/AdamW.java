package org.gramscape.model.ssl.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * AdamW (Loshchilov and Hutter 2019) for the parameters of a sub-module, whose learning rates and
 * weight decays are said at every step.
 *
 * <p>DJL's own optimisers have one weight decay for all parameters, and calls for each of them.
 */
final class AdamW implements AutoCloseable {
  private static final double EPSILON = 1e-8;

  private final IValue beta1;
  private final IValue beta2;
  private final IValue epsilon = IValue.from(EPSILON);
  private final List<ParameterGroup> groups;
  private final Map<String, NDArray> means = new LinkedHashMap<>();
  private final Map<String, NDArray> squares = new LinkedHashMap<>();
  private final IValue weightLists;
  private final IValue gradientLists;
  private final IValue meanLists;
  private final IValue squareLists;

  /**
   * Starts from moments of zero; gradients are kept from now on.
   *
   * @param weights by name
   * @param groupOf the group of each name
   * @param owner of the moments
   */
  AdamW(
      Map<String, NDArray> weights,
      Map<String, ParameterGroup> groupOf,
      double beta1,
      double beta2,
      NDManager owner) {
    this.beta1 = IValue.from(beta1);
    this.beta2 = IValue.from(beta2);
    Map<ParameterGroup, List<String>> names = new LinkedHashMap<>();
    groupOf.forEach(
        (name, group) -> names.computeIfAbsent(group, g -> new ArrayList<>()).add(name));
    groups = List.copyOf(names.keySet());
    Map<String, NDArray> gradients = Gradients.of(weights, owner);
    weights.forEach(
        (name, array) -> {
          means.put(name, owner.zeros(array.getShape()));
          squares.put(name, owner.zeros(array.getShape()));
        });
    weightLists = lists(names, weights);
    gradientLists = lists(names, gradients);
    meanLists = lists(names, means);
    squareLists = lists(names, squares);
  }

  private static IValue lists(
      Map<ParameterGroup, List<String>> names, Map<String, NDArray> arrays) {
    return Updates.lists(
        names.values().stream().map(group -> group.stream().map(arrays::get).toList()).toList());
  }

  /** Running means of the gradients, by name. */
  Map<String, NDArray> means() {
    return means;
  }

  /** Running means of their squares, by name. */
  Map<String, NDArray> squares() {
    return squares;
  }

  /** The norm of all gradients together, a scalar. */
  NDArray gradientNorm(NDManager manager) {
    try (IValue norm = Updates.run("norm", gradientLists)) {
      return norm.toTensor((PtNDManager) manager);
    }
  }

  /** Sets all gradients to zero, NaNs too. */
  void clearGradients() {
    Updates.run("clear", gradientLists).close();
  }

  /**
   * Moves the weights along their gradients, which are divided in place.
   *
   * @param step 1 for the first
   * @param divisor of the gradients, at least 1, of clipping
   */
  void step(
      long step,
      double divisor,
      ToDoubleFunction<ParameterGroup> learningRate,
      ToDoubleFunction<ParameterGroup> weightDecay) {
    try (IValue rates = IValue.listFrom(groups.stream().mapToDouble(learningRate).toArray());
        IValue decays = IValue.listFrom(groups.stream().mapToDouble(weightDecay).toArray());
        IValue count = IValue.from((double) step);
        IValue scale = IValue.from(divisor)) {
      Updates.run(
              "adamw",
              weightLists,
              gradientLists,
              meanLists,
              squareLists,
              rates,
              decays,
              count,
              scale,
              beta1,
              beta2,
              epsilon)
          .close();
    }
  }

  @Override
  public void close() {
    List.of(weightLists, gradientLists, meanLists, squareLists, beta1, beta2, epsilon)
        .forEach(IValue::close);
  }
}

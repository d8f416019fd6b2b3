package org.gramscape.model.ssl.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import java.io.IOException;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.gramscape.model.layer.NamedBlock;
import org.gramscape.model.ssl.SslNetwork;
import org.gramscape.model.weights.StoredTensor;
import org.gramscape.model.weights.WeightsMismatchException;

/**
 * Moves a network's weights along the gradients that a backward pass has left in them: the gradient
 * of each sub-module is clipped by its norm, then every parameter takes a step of AdamW in its
 * group.
 */
public final class Optimiser implements AutoCloseable {

  /**
   * What does not change during a run.
   *
   * @param beta1 of AdamW's running mean of gradients
   * @param beta2 of AdamW's running mean of their squares
   * @param clipNorm largest norm of a sub-module's gradient
   * @param layerDecay a block's learning rate over the next one's
   * @param patchEmbeddingFactor of the patch embedding's learning rate
   */
  public record Settings(
      double beta1,
      double beta2,
      double clipNorm,
      double layerDecay,
      double patchEmbeddingFactor) {}

  /**
   * What changes from step to step.
   *
   * @param step the last one; 0 before the first
   * @param moments AdamW's of each parameter, {@code mean.NAME} and {@code square.NAME}
   */
  public record State(long step, Map<String, StoredTensor> moments) {}

  private static final Set<Parameter.Type> COUNTED =
      EnumSet.of(Parameter.Type.RUNNING_MEAN, Parameter.Type.RUNNING_VAR);

  private final NDManager manager;
  private final Settings settings;
  private final Map<String, AdamW> subModules = new LinkedHashMap<>();
  private long step;

  /** For a network whose parameters have values; gradients are kept for them from now on. */
  public Optimiser(SslNetwork network, Settings settings) {
    this(
        network.subModules(),
        (part, name) ->
            part.equals("backbone")
                ? ParameterGroup.ofBackbone(
                    name,
                    network.backbone().config().depth(),
                    settings.layerDecay(),
                    settings.patchEmbeddingFactor())
                : ParameterGroup.ofHead(name),
        settings);
  }

  /**
   * For sub-modules whose parameters have values; gradients are kept for them from now on, but not
   * for what batch norms count by themselves.
   *
   * @param groupOf a sub-module's and a parameter's name
   */
  public Optimiser(
      Map<String, NamedBlock> parts,
      BiFunction<String, String, ParameterGroup> groupOf,
      Settings settings) {
    this.settings = settings;
    manager = parts.values().iterator().next().parameterManager().newSubManager();
    parts.forEach(
        (part, block) -> {
          Map<String, NDArray> weights = new LinkedHashMap<>();
          Map<String, ParameterGroup> groups = new LinkedHashMap<>();
          block
              .namedParameters()
              .forEach(
                  (name, parameter) -> {
                    if (!COUNTED.contains(parameter.getType())) {
                      weights.put(name, parameter.getArray());
                      groups.put(name, groupOf.apply(part, name));
                    }
                  });
          subModules.put(
              part, new AdamW(weights, groups, settings.beta1(), settings.beta2(), manager));
        });
  }

  /**
   * One step, unless a gradient is not finite: then nothing moves.
   *
   * @return the norm of each sub-module's gradient before it was clipped
   */
  public Map<String, Double> step(
      double learningRate, double lastLayerLearningRate, double weightDecay) {
    Map<String, Double> norms = gradientNorms();
    if (!norms.values().stream().allMatch(Double::isFinite)) {
      return norms;
    }
    step++;
    subModules.forEach(
        (part, adam) ->
            adam.step(
                step,
                Math.max(1, (norms.get(part) + 1e-6) / settings.clipNorm()),
                group ->
                    (group.lastLayer() ? lastLayerLearningRate : learningRate)
                        * group.learningRateFactor(),
                group -> weightDecay * group.weightDecayFactor()));
    return norms;
  }

  private Map<String, Double> gradientNorms() {
    try (NDManager scope = manager.newSubManager()) {
      NDList norms = new NDList();
      subModules.values().forEach(adam -> norms.add(adam.gradientNorm(scope)));
      // On a GPU each transfer would wait for all that goes before it: one for all.
      float[] values = NDArrays.stack(norms).toFloatArray();
      Map<String, Double> byPart = new LinkedHashMap<>();
      for (String part : subModules.keySet()) {
        byPart.put(part, (double) values[byPart.size()]);
      }
      return byPart;
    }
  }

  /** As it is now; the tensors are read when they are used. */
  public State state() {
    Map<String, StoredTensor> moments = new LinkedHashMap<>();
    moments().forEach((name, moment) -> moments.put(name, StoredTensor.of(moment)));
    return new State(step, moments);
  }

  /**
   * Goes on from where another optimiser of such a network was.
   *
   * @throws WeightsMismatchException if it was of another network; then nothing has changed
   */
  public void restore(State state) throws IOException {
    StoredTensor.copyAll(state.moments(), moments());
    step = state.step();
  }

  private Map<String, NDArray> moments() {
    Map<String, NDArray> moments = new LinkedHashMap<>();
    subModules.forEach(
        (part, adam) -> {
          adam.means().forEach((name, mean) -> moments.put("mean." + part + "." + name, mean));
          adam.squares()
              .forEach((name, square) -> moments.put("square." + part + "." + name, square));
        });
    return moments;
  }

  /** Forgets the gradients; without, the next backward pass adds to them. */
  public void clearGradients() {
    subModules.values().forEach(AdamW::clearGradients);
  }

  @Override
  public void close() {
    subModules.values().forEach(AdamW::close);
    manager.close();
  }
}

package org.gramscape.model.ssl.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  private record Slot(String name, NDArray weights, ParameterGroup group, AdamW adam) {}

  private final NDManager manager;
  private final Settings settings;
  private final Map<String, List<Slot>> subModules = new LinkedHashMap<>();
  private long step;

  /** For a network whose parameters have values; gradients are kept for them from now on. */
  public Optimiser(SslNetwork network, Settings settings) {
    this.settings = settings;
    manager = network.parameterManager().newSubManager();
    int depth = network.backbone().config().depth();
    network
        .subModules()
        .forEach(
            (part, block) -> {
              List<Slot> slots = new ArrayList<>();
              block
                  .namedParameters()
                  .forEach(
                      (name, parameter) ->
                          slots.add(
                              slot(
                                  part + "." + name,
                                  parameter,
                                  part.equals("backbone")
                                      ? backboneGroup(name, depth)
                                      : ParameterGroup.ofHead(name))));
              subModules.put(part, slots);
            });
  }

  private ParameterGroup backboneGroup(String name, int depth) {
    return ParameterGroup.ofBackbone(
        name, depth, settings.layerDecay(), settings.patchEmbeddingFactor());
  }

  private Slot slot(String name, Parameter parameter, ParameterGroup group) {
    NDArray weights = parameter.getArray();
    weights.setRequiresGradient(true);
    return new Slot(
        name, weights, group, new AdamW(weights, settings.beta1(), settings.beta2(), manager));
  }

  /**
   * One step.
   *
   * @return the norm of each sub-module's gradient before it was clipped
   */
  public Map<String, Double> step(
      double learningRate, double lastLayerLearningRate, double weightDecay) {
    step++;
    Map<String, Double> norms = new LinkedHashMap<>();
    subModules.forEach(
        (part, slots) -> {
          double norm = gradientNorm(slots);
          norms.put(part, norm);
          double clip = Math.min(1, settings.clipNorm() / (norm + 1e-6));
          for (Slot slot : slots) {
            ParameterGroup group = slot.group();
            double rate = group.lastLayer() ? lastLayerLearningRate : learningRate;
            slot.adam()
                .step(
                    step,
                    clip,
                    rate * group.learningRateFactor(),
                    weightDecay * group.weightDecayFactor());
          }
        });
    return norms;
  }

  private static double gradientNorm(List<Slot> slots) {
    double squares = 0;
    for (Slot slot : slots) {
      try (NDArray gradient = slot.weights().getGradient();
          NDArray norm = gradient.norm()) {
        squares += (double) norm.getFloat() * norm.getFloat();
      }
    }
    return Math.sqrt(squares);
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
    for (List<Slot> slots : subModules.values()) {
      for (Slot slot : slots) {
        moments.put("mean." + slot.name(), slot.adam().mean());
        moments.put("square." + slot.name(), slot.adam().square());
      }
    }
    return moments;
  }

  /** Forgets the gradients; without, the next backward pass adds to them. */
  public void clearGradients() {
    for (List<Slot> slots : subModules.values()) {
      slots.forEach(slot -> Gradients.clear(slot.weights()));
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}

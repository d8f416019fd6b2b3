package org.gramscape.model.ssl.optim;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.List;
import org.gramscape.model.kernel.Torch;
import org.gramscape.model.ssl.DinoHead;
import org.gramscape.model.ssl.InitialWeights;
import org.gramscape.model.ssl.SslNetwork;
import org.gramscape.model.ssl.recipe.Recipe;
import org.gramscape.model.vit.VitConfig;
import org.junit.jupiter.api.Test;

/** Gradients that are kept from step to step, and those that move nothing. */
class OptimiserTest {
  private static final DinoHead.Size HEAD = new DinoHead.Size(8, 8, 8, 1);

  @Test
  void addsGradientsUntilTheyAreCleared() {
    try (NDManager manager = Torch.newManager()) {
      SslNetwork network = network(manager);
      try (Optimiser optimiser = optimiser(network)) {
        assertThat(optimiser.step(0, 0, 0)).hasSize(3).containsEntry("backbone", 0.0);
        backward(network, manager, 1);
        double once = optimiser.step(0, 0, 0).get("backbone");
        optimiser.clearGradients();
        backward(network, manager, 1);
        backward(network, manager, 1);
        assertThat(optimiser.step(0, 0, 0).get("backbone")).isEqualTo(2 * once).isPositive();
        optimiser.clearGradients();
        assertThat(optimiser.step(0, 0, 0)).containsEntry("backbone", 0.0);
      }
    }
  }

  @Test
  void aGradientThatIsNotFiniteMovesNothing() {
    try (NDManager manager = Torch.newManager()) {
      SslNetwork network = network(manager);
      List<float[]> before = values(network);
      try (Optimiser optimiser = optimiser(network)) {
        backward(network, manager, Float.POSITIVE_INFINITY);
        assertThat(optimiser.step(0.1, 0.1, 0.1).get("backbone")).isInfinite();
        assertThat(values(network)).usingRecursiveComparison().isEqualTo(before);
        assertThat(optimiser.state().step()).isZero();
        optimiser.clearGradients();
        backward(network, manager, 1);
        optimiser.step(0.1, 0.1, 0.1);
        assertThat(optimiser.state().step()).isOne();
        assertThat(values(network)).usingRecursiveComparison().isNotEqualTo(before);
      }
    }
  }

  private static SslNetwork network(NDManager manager) {
    SslNetwork network = new SslNetwork(VitConfig.mlp(16, 1, 2), HEAD, HEAD);
    InitialWeights.fill(network, new Recipe.Start(1e-5, 0.02), 1, manager);
    return network;
  }

  private static Optimiser optimiser(SslNetwork network) {
    return new Optimiser(network, new Optimiser.Settings(0.9, 0.99, 1e9, 0.9, 0.2));
  }

  /** Adds {@code slope} to every gradient. */
  private static void backward(SslNetwork network, NDManager manager, float slope) {
    try (NDManager scope = manager.newSubManager();
        GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
      NDArray sum = scope.zeros(new Shape());
      for (var named : network.namedParameters().entrySet()) {
        NDArray weights = named.getValue().getArray();
        sum = sum.add(scope.full(weights.getShape(), slope).mul(weights).sum());
      }
      gradients.backward(sum);
    }
  }

  private static List<float[]> values(SslNetwork network) {
    return network.namedParameters().values().stream()
        .map(parameter -> parameter.getArray().toFloatArray())
        .toList();
  }
}

package org.gramscape.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import java.util.ArrayList;
import java.util.List;
import org.gramscape.model.Precision;
import org.gramscape.model.vit.ResidualBranches;
import org.gramscape.model.vit.RopeAugmentation;
import org.gramscape.model.vit.RopeConfig;
import org.gramscape.model.vit.RotaryEmbedding;
import org.gramscape.model.vit.VisionTransformer;
import org.gramscape.model.vit.VitConfig;
import org.gramscape.model.weights.RandomWeights;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What branches add, and every gradient through them, against the plain operations. */
class FusedBranchesTest {

  @ParameterizedTest
  @CsvSource({
    "FP32, mlp, 1e-5",
    "FP32, swiglu, 1e-5",
    "FP32, noBias, 1e-5",
    "BF16, mlp, 0.03",
    "BF16, swiglu, 0.03",
  })
  void isThePlainBranches(Precision precision, String kind, double tolerance) {
    VitConfig config =
        switch (kind) {
          case "mlp" -> VitConfig.mlp(64, 1, 2);
          case "swiglu" -> VitConfig.swiglu(64, 1, 2, 128);
          default -> VitConfig.mlp(64, 1, 2).toBuilder().qkvBias(false, true).build();
        };
    try (NDManager manager = Torch.newManager()) {
      VisionTransformer network = new VisionTransformer(config);
      RandomWeights.fill(network, manager);
      network.namedParameters().values().forEach(p -> p.getArray().setRequiresGradient(true));
      NDArray x = manager.randomNormal(new Shape(3, 9, 64));
      NDArray cotangent = manager.randomNormal(new Shape(3, 9, 64));
      RotaryEmbedding rope =
          RotaryEmbedding.of(
              manager,
              config.rope(),
              RotaryEmbedding.periods(RopeConfig.ofBase(100), 32),
              RopeAugmentation.Draw.IDENTITY,
              5,
              2,
              2);
      List<NDArray> plain =
          run(
              network.plainBranches(new ParameterStore(manager, false), true),
              network,
              x,
              cotangent,
              rope);
      try (FusedBranches fused = new FusedBranches(network, precision)) {
        List<NDArray> actual = run(fused, network, x, cotangent, rope);
        for (int i = 0; i < plain.size(); i++) {
          double scale = Math.max(plain.get(i).abs().max().getFloat(), 1e-3);
          double off = actual.get(i).sub(plain.get(i)).abs().max().getFloat();
          assertThat(off / scale).as("array " + i).isLessThan(tolerance);
        }
      }
    }
  }

  /** What a block makes of tokens, then the gradient of each of its parameters. */
  private static List<NDArray> run(
      ResidualBranches branches,
      VisionTransformer network,
      NDArray x,
      NDArray cotangent,
      RotaryEmbedding rope) {
    List<NDArray> block =
        network.namedParameters().entrySet().stream()
            .filter(named -> named.getKey().startsWith("blocks."))
            .map(named -> named.getValue().getArray())
            .toList();
    block.forEach(array -> JniUtils.zeroGrad((PtNDArray) array));
    NDArray y;
    try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
      y = branches.blocks().run(0, x, rope);
      gradients.backward(y.mul(cotangent).sum());
    }
    List<NDArray> results = new ArrayList<>(List.of(y.stopGradient()));
    block.forEach(array -> results.add(array.getGradient().duplicate()));
    return results;
  }
}

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
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.gramscape.model.Precision;
import org.gramscape.model.vit.BlockRunner;
import org.gramscape.model.vit.ResidualBranches;
import org.gramscape.model.vit.RopeAugmentation;
import org.gramscape.model.vit.VisionTransformer;
import org.gramscape.model.vit.VitConfig;
import org.gramscape.model.vit.VitFeatures;
import org.gramscape.model.weights.RandomWeights;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What branches add, and every gradient through them, against the plain operations. */
class FusedBranchesTest {
  private static final VitConfig MLP = VitConfig.mlp(64, 2, 2);

  @ParameterizedTest
  @CsvSource({
    "FP32, mlp, 0, 1e-5",
    "FP32, swiglu, 0, 1e-5",
    "FP32, noBias, 0, 1e-5",
    "FP32, freeKeyBias, 0, 1e-5",
    "FP32, mlp, 0.4, 1e-5",
    "FP32, swiglu, 0.4, 1e-5",
    "BF16, mlp, 0, 0.03",
    "BF16, swiglu, 0.4, 0.03",
    "BF16, manyTokens, 0, 0.03",
  })
  void isThePlainBranches(Precision precision, String kind, double dropPath, double tolerance) {
    VitConfig config =
        switch (kind) {
          case "mlp", "manyTokens" -> MLP;
          case "swiglu" -> VitConfig.swiglu(64, 2, 2, 128);
          case "noBias" -> MLP.toBuilder().qkvBias(false, true).build();
          default -> MLP.toBuilder().qkvBias(true, false).build();
        };
    RopeAugmentation augmentation = new RopeAugmentation(0.2, 1.2, 2);
    config = config.toBuilder().rope(config.rope().withAugmentation(augmentation)).build();
    try (NDManager manager = Torch.newManager()) {
      VisionTransformer network = new VisionTransformer(config);
      RandomWeights.fill(network, manager);
      network.namedParameters().values().forEach(p -> p.getArray().setRequiresGradient(true));
      int side = kind.equals("manyTokens") ? 1040 : 48;
      NDArray images = manager.randomNormal(new Shape(4, 3, side, 32));
      NDArray cotangent = manager.randomNormal(new Shape(4, side / 16 * 2, 64));
      List<NDArray> plain =
          run(
              network,
              () ->
                  patchTokens(
                      network.plainBranches(new ParameterStore(manager, false), true),
                      network,
                      images,
                      dropPath),
              cotangent);
      try (FusedBranches fused = new FusedBranches(network, precision)) {
        check(
            run(network, () -> patchTokens(fused, network, images, dropPath), cotangent),
            plain,
            tolerance);
      }
    }
  }

  /** Block by block, as what is between the blocks is looked at. */
  @ParameterizedTest
  @CsvSource({"FP32, mlp, 1e-5", "FP32, swiglu, 1e-5", "BF16, mlp, 0.03", "BF16, swiglu, 0.03"})
  void isThePlainBlocks(Precision precision, String kind, double tolerance) {
    VitConfig config = kind.equals("mlp") ? MLP : VitConfig.swiglu(64, 2, 2, 128);
    try (NDManager manager = Torch.newManager()) {
      VisionTransformer network = new VisionTransformer(config);
      RandomWeights.fill(network, manager);
      network.namedParameters().values().forEach(p -> p.getArray().setRequiresGradient(true));
      NDArray images = manager.randomNormal(new Shape(4, 3, 48, 32));
      NDArray cotangent = manager.randomNormal(new Shape(4, 2 * 6, 64));
      List<NDArray> plain =
          run(
              network,
              () ->
                  taps(
                      network.plainBlocks(new ParameterStore(manager, false), true),
                      network,
                      images),
              cotangent);
      try (FusedBranches fused = new FusedBranches(network, precision)) {
        check(run(network, () -> taps(fused, network, images), cotangent), plain, tolerance);
        List<NDArray> withoutGradients = List.of(taps(fused, network, images));
        check(withoutGradients, plain.subList(0, 1), tolerance);
      }
    }
  }

  private static void check(List<NDArray> actual, List<NDArray> expected, double tolerance) {
    for (int i = 0; i < actual.size(); i++) {
      double scale = Math.max(expected.get(i).abs().max().getFloat(), 1e-3);
      double off = actual.get(i).sub(expected.get(i)).abs().max().getFloat();
      assertThat(off / scale).as("array " + i).isLessThan(tolerance);
    }
  }

  private static NDArray patchTokens(
      ResidualBranches branches, VisionTransformer network, NDArray images, double dropPath) {
    return network
        .forwardFeatures(
            new ParameterStore(images.getManager(), false),
            List.of(images),
            Collections.singletonList(null),
            branches,
            dropPath,
            new SplittableRandom(1))
        .get(0)
        .patchTokens();
  }

  /** The patch tokens after each of two blocks, side by side. */
  private static NDArray taps(BlockRunner blocks, VisionTransformer network, NDArray images) {
    List<VitFeatures> taps = network.intermediateLayers(images, List.of(0, 1), true, blocks);
    return taps.get(0).patchTokens().concat(taps.get(1).patchTokens(), 1);
  }

  /** What a network makes, then the gradient of each of its blocks' parameters. */
  private static List<NDArray> run(
      VisionTransformer network, Supplier<NDArray> made, NDArray cotangent) {
    List<NDArray> weights =
        network.namedParameters().entrySet().stream()
            .filter(named -> named.getKey().startsWith("blocks."))
            .map(named -> named.getValue().getArray())
            .toList();
    weights.forEach(array -> JniUtils.zeroGrad((PtNDArray) array));
    NDArray y;
    try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
      y = made.get();
      gradients.backward(y.mul(cotangent).sum());
    }
    List<NDArray> results = new ArrayList<>(List.of(y.stopGradient()));
    weights.forEach(array -> results.add(array.getGradient().duplicate()));
    return results;
  }
}

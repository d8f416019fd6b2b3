package org.gramscape.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.gramscape.model.Precision;
import org.gramscape.model.Processor;
import org.gramscape.model.vit.BlockRunner;
import org.gramscape.model.vit.FeedForward;
import org.gramscape.model.vit.VisionTransformer;
import org.gramscape.model.vit.VitConfig;
import org.gramscape.model.weights.RandomWeights;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** All sets of kernels, in every precision, against the plain blocks. */
class KernelsTest {
  /** Sides of patches and heads unlike powers of two; enough tokens for attention in parts. */
  private static final int SIDE = 528;

  private static final Processor AMD = new Processor("AuthenticAMD", Set.of());
  private static final Processor INTEL = new Processor("GenuineIntel", Set.of());

  static Stream<Arguments> kernels() {
    BiFunction<NDManager, Precision, Kernels> best = (m, p) -> Kernels.of(m, p, AMD);
    BiFunction<NDManager, Precision, Kernels> unpacked = (m, p) -> Kernels.of(m, p, INTEL);
    BiFunction<NDManager, Precision, Kernels> portable = Kernels::portable;
    return Stream.of(FeedForward.values())
        .flatMap(
            feedForward ->
                Stream.of(
                    Arguments.of(feedForward, Precision.FP32, best, 1 - 1e-9),
                    Arguments.of(feedForward, Precision.FP32, unpacked, 1 - 1e-9),
                    Arguments.of(feedForward, Precision.FP32, portable, 1 - 1e-9),
                    Arguments.of(feedForward, Precision.BF16, best, 0.999),
                    Arguments.of(feedForward, Precision.BF16, portable, 0.999),
                    Arguments.of(feedForward, Precision.INT8, best, 0.98)));
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void everyTokenIsAsThePlainBlocksHaveIt(
      FeedForward feedForward,
      Precision precision,
      BiFunction<NDManager, Precision, Kernels> kernels,
      double least) {
    VitConfig config = VitConfig.mlp(120, 3, 6).toBuilder().feedForward(feedForward, 328).build();
    SplittableRandom random = new SplittableRandom(7);
    float[] image = new float[2 * 3 * SIDE * SIDE];
    for (int i = 0; i < image.length; i++) {
      image[i] = (float) (random.nextDouble() * 4 - 2);
    }
    try (NDManager manager = Torch.newManager()) {
      VisionTransformer network = new VisionTransformer(config);
      RandomWeights.fill(network, manager);
      NDArray images = manager.create(image, new Shape(2, 3, SIDE, SIDE));
      float[] plain =
          tokens(network, images, network.plainBlocks(new ParameterStore(manager, false), false));
      try (FusedBlocks fused =
          new FusedBlocks(network, precision, kernels.apply(manager, precision))) {
        float[] own = tokens(network, images, fused);
        assertThat(leastCosine(plain, own, config.width())).isGreaterThan(least);
      }
    }
  }

  private static float[] tokens(VisionTransformer network, NDArray images, BlockRunner blocks) {
    return network.forwardFeatures(images, null, blocks).tokens().toFloatArray();
  }

  private static double leastCosine(float[] a, float[] b, int length) {
    double least = 1;
    for (int from = 0; from < a.length; from += length) {
      double ab = 0;
      double aa = 0;
      double bb = 0;
      for (int i = from; i < from + length; i++) {
        ab += (double) a[i] * b[i];
        aa += (double) a[i] * a[i];
        bb += (double) b[i] * b[i];
      }
      least = Math.min(least, ab / Math.sqrt(aa * bb));
    }
    return least;
  }
}

package org.gramscape.model.vit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.training.ParameterStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gramscape.model.Architecture;
import org.gramscape.model.Golden;
import org.gramscape.model.Precision;
import org.gramscape.model.kernel.FusedBlocks;
import org.gramscape.model.kernel.Torch;
import org.gramscape.model.weights.StateDict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every variant against the reference, through the plain blocks and through the fused ones. */
class VisionTransformerGoldenTest {
  static final List<String> VARIANTS =
      List.of("vit_mlp", "vit_swiglu", "vit_sat7b", "vit_satL", "vit_untied_patch");

  enum Kernel {
    PLAIN,
    FUSED
  }

  private NDManager manager;
  private NDManager weights;

  static Stream<Arguments> variantsAndKernels() {
    return VARIANTS.stream()
        .flatMap(v -> Arrays.stream(Kernel.values()).map(k -> Arguments.of(v, k)));
  }

  @BeforeEach
  void open() {
    manager = Torch.newManager();
    weights = manager.newSubManager();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @ParameterizedTest
  @MethodSource("variantsAndKernels")
  void forwardFeatures(String variant, Kernel kernel) throws Exception {
    VisionTransformer network = network(variant);
    try (Golden inputs = new Golden("vit_inputs");
        Golden io = new Golden(variant + ".io");
        Runner runner = new Runner(network, kernel)) {
      for (String t : List.of("a", "b", "c")) {
        NDArray x = inputs.get(t + ".x", manager);
        VitFeatures features = network.forwardFeatures(x, null, runner.blocks);
        check(io, t + ".ff", features);
        io.check(t + ".forward", features.classToken());
      }
      for (String t : List.of("a", "b")) {
        NDArray x = inputs.get(t + ".x", manager);
        NDArray mask = inputs.mask(t + ".mask", manager);
        check(io, t + ".ffmask", network.forwardFeatures(x, mask, runner.blocks));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("variantsAndKernels")
  void intermediateLayers(String variant, Kernel kernel) throws Exception {
    VisionTransformer network = network(variant);
    try (Golden inputs = new Golden("vit_inputs");
        Golden io = new Golden(variant + ".io");
        Runner runner = new Runner(network, kernel)) {
      for (String t : List.of("a", "b")) {
        for (int norm = 0; norm <= 1; norm++) {
          String prefix = t + ".gil.norm" + norm + ".L";
          List<Integer> layers = layers(io, prefix, network.config().depth());
          if (layers.isEmpty()) {
            assertThat(t + norm).isEqualTo("b0");
            continue;
          }
          List<VitFeatures> features =
              network.intermediateLayers(
                  inputs.get(t + ".x", manager), layers, norm == 1, runner.blocks);
          for (int i = 0; i < layers.size(); i++) {
            String name = prefix + layers.get(i);
            io.check(name + ".patch_nchw", features.get(i).patchGrid());
            io.check(name + ".cls", features.get(i).classToken());
            io.check(name + ".extra", features.get(i).registerTokens());
          }
        }
        int depth = network.config().depth();
        List<VitFeatures> lastTwo =
            network.intermediateLayers(
                inputs.get(t + ".x", manager), List.of(depth - 2, depth - 1), true, runner.blocks);
        io.check(t + ".gil_last2.0.patch_nld", lastTwo.get(0).patchTokens());
        io.check(t + ".gil_last2.1.patch_nld", lastTwo.get(1).patchTokens());
      }
    }
  }

  private static List<Integer> layers(Golden io, String prefix, int depth) {
    return IntStream.range(0, depth)
        .filter(i -> io.file().tensors().containsKey(prefix + i + ".cls"))
        .boxed()
        .toList();
  }

  @ParameterizedTest
  @MethodSource("variants")
  void trainingUsesTheLocalNormForTheSecondCrops(String variant) throws Exception {
    VisionTransformer network = network(variant);
    try (Golden inputs = new Golden("vit_inputs");
        Golden io = new Golden(variant + ".io")) {
      List<NDArray> masks = new ArrayList<>();
      masks.add(inputs.mask("train.gmask", manager));
      masks.add(null);
      ParameterStore store = new ParameterStore(manager, false);
      List<VitFeatures> features =
          network.forwardFeatures(
              store,
              List.of(inputs.get("train.gx", manager), inputs.get("train.lx", manager)),
              masks,
              network.plainBranches(store, true),
              0,
              new SplittableRandom(1));
      check(io, "train.g", features.get(0));
      check(io, "train.l", features.get(1));
    }
  }

  static List<String> variants() {
    return VARIANTS;
  }

  @ParameterizedTest
  @MethodSource("variantsAndKernels")
  void tokensAndEveryBlock(String variant, Kernel kernel) throws Exception {
    VisionTransformer network = network(variant);
    try (Golden inputs = new Golden("vit_inputs");
        Golden io = new Golden(variant + ".io");
        Runner runner = new Runner(network, kernel)) {
      if (!io.file().tensors().containsKey("trace.a.tokens")) {
        assertThat(variant).isIn("vit_satL", "vit_untied_patch");
        return;
      }
      ParameterStore store = new ParameterStore(manager, false);
      NDArray tokens = network.embed(store, inputs.get("a.x", manager), null, false);
      io.check("trace.a.tokens", tokens);
      RotaryEmbedding rope =
          network.rope(manager, new VisionTransformer.Grid(4, 6), RopeAugmentation.Draw.IDENTITY);
      NDIndex patches = new NDIndex("5:");
      io.check("trace.a.rope.sin", rope.sin().get(patches));
      io.check("trace.a.rope.cos", rope.cos().get(patches));
      NDArray x = tokens;
      for (int i = 0; i < network.config().depth(); i++) {
        x = runner.blocks.run(i, x, rope);
        io.check("trace.a.block" + i + ".out", x);
      }
    }
  }

  private static void check(Golden io, String prefix, VitFeatures features) throws Exception {
    io.check(prefix + ".x_norm_clstoken", features.classToken());
    io.check(prefix + ".x_storage_tokens", features.registerTokens());
    io.check(prefix + ".x_norm_patchtokens", features.patchTokens());
    io.check(prefix + ".x_prenorm", features.tokens());
  }

  private VisionTransformer network(String variant) throws Exception {
    try (Golden file = new Golden(variant + ".weights")) {
      StateDict dict = StateDict.of(file.file());
      VitConfig config = ((Architecture.Vit) Architecture.ofShapes(dict)).config();
      if (variant.equals("vit_untied_patch")) {
        config = config.toBuilder().layerNormEpsilon(1e-6).build();
      }
      VisionTransformer network = new VisionTransformer(config);
      dict.load(network, weights);
      return network;
    }
  }

  private static final class Runner implements AutoCloseable {
    final BlockRunner blocks;
    private final FusedBlocks fused;

    Runner(VisionTransformer network, Kernel kernel) {
      NDManager manager = network.parameterManager();
      fused = kernel == Kernel.FUSED ? new FusedBlocks(network, Precision.FP32) : null;
      blocks =
          fused != null ? fused : network.plainBlocks(new ParameterStore(manager, false), false);
    }

    @Override
    public void close() {
      if (fused != null) {
        fused.close();
      }
    }
  }
}

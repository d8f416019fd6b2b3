package org.gramscape.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.gramscape.model.Garbage;
import org.gramscape.model.Golden;
import org.gramscape.model.Precision;
import org.gramscape.model.layer.LayerScale;
import org.gramscape.model.layer.ParameterValues;
import org.gramscape.model.vit.VisionTransformer;
import org.gramscape.model.vit.VitConfig;
import org.gramscape.model.weights.RandomWeights;
import org.gramscape.model.weights.StateDict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FusedBlocksTest {
  private static final VitConfig CONFIG = VitConfig.mlp(64, 4, 4);

  /** So a file's 16-bit values never are in memory as float32 all together. */
  @ParameterizedTest
  @EnumSource(Precision.class)
  void theValuesOfOneLayerAtATimeAreHeld(Precision precision) throws Exception {
    try (NDManager manager = Torch.newManager();
        Golden file = new Golden("vit_mlp.weights")) {
      StateDict weights = StateDict.of(file.file());
      VisionTransformer network = new VisionTransformer(CONFIG);
      ParameterValues values = weights.views(network);
      values.fill(network, name -> !VisionTransformer.isOfBlock(name), manager);
      List<NDManager> owners = new ArrayList<>();
      Set<String> read = new HashSet<>();
      try (FusedBlocks blocks =
          new FusedBlocks(
              network,
              precision,
              (name, owner) -> {
                assertThat(read.add(name)).as(name).isTrue();
                assertThat(owners).filteredOn(o -> o != owner).noneMatch(NDManager::isOpen);
                owners.add(owner);
                return values.read(name, owner);
              })) {
        assertThat(owners).noneMatch(NDManager::isOpen);
        assertThat(tokens(network, blocks)).containsExactly(tokens(weights, precision));
      }
    }
  }

  @Test
  void blocksAreTakenOutOfTheirNetwork() {
    try (NDManager manager = Torch.newManager()) {
      VisionTransformer network = new VisionTransformer(CONFIG);
      RandomWeights.fill(network, manager);
      new FusedBlocks(network, Precision.FP32).close();
      network
          .namedParameters()
          .forEach(
              (name, parameter) ->
                  assertThat(parameter.isInitialized())
                      .as(name)
                      .isEqualTo(!VisionTransformer.isOfBlock(name)));
    }
  }

  /** As those of a mapped file. */
  @Test
  void whatIsTakenOutOutlivesMemoryThatTheJvmHadLent() throws Exception {
    try (NDManager manager = Torch.newManager()) {
      float[] values = {3, 1, 4, 1, 5, 9, 2, 6};
      LayerScale scale = new LayerScale(values.length);
      Parameter gamma = scale.namedParameters().get("gamma");
      gamma.setArray(manager.create(values));
      NDArray taken = ParameterValues.outOf(scale).read("gamma", manager);
      assertThat(gamma.isInitialized()).isFalse();
      Garbage.collect();
      assertThat(taken.toFloatArray()).containsExactly(values);
    }
  }

  /** With all values there from the start. */
  private static float[] tokens(StateDict weights, Precision precision) throws Exception {
    try (NDManager manager = Torch.newManager()) {
      VisionTransformer network = new VisionTransformer(CONFIG);
      weights.load(network, manager);
      try (FusedBlocks blocks = new FusedBlocks(network, precision)) {
        return tokens(network, blocks);
      }
    }
  }

  private static float[] tokens(VisionTransformer network, FusedBlocks blocks) {
    try (NDManager call = network.parameterManager().newSubManager()) {
      NDArray images = call.linspace(-2, 2, 3 * 64 * 64).reshape(new Shape(1, 3, 64, 64));
      return network.forwardFeatures(images, null, blocks).tokens().toFloatArray();
    }
  }
}

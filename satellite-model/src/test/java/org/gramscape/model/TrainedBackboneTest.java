package org.gramscape.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.util.List;
import org.gramscape.model.kernel.Torch;
import org.gramscape.model.vit.VisionTransformer;
import org.gramscape.model.vit.VitConfig;
import org.gramscape.model.weights.RandomWeights;
import org.junit.jupiter.api.Test;

class TrainedBackboneTest {
  private static final int SIDE = 48;

  @Test
  void itsFeaturesAreTheNetworksWhichStaysAsItIs() throws Exception {
    VisionTransformer network = new VisionTransformer(VitConfig.mlp(64, 2, 2));
    float[] image = new float[3 * SIDE * SIDE];
    for (int i = 0; i < image.length; i++) {
      image[i] = (float) Math.sin(i * 0.37);
    }
    try (NDManager manager = Torch.newManager()) {
      RandomWeights.fill(network, manager);
      float[] expected = plain(network, manager, image);
      TrainedBackbone backbone =
          new TrainedBackbone(network, ImageNormalisation.SAT_493M, 0.3, "mine");
      FeatureMap seen;
      try (FeatureExtractor features = backbone.features()) {
        assertThat(features.info().groundSampleDistance()).isEqualTo(0.3);
        assertThat(features.info().channels()).isEqualTo(64);
        seen = features.extract(image, SIDE, SIDE, Layers.LAST);
      }

      for (int i = 0; i < expected.length; i++) {
        assertThat(seen.values()[i]).isCloseTo(expected[i], within(1e-4f));
      }
      assertThat(plain(network, manager, image)).isEqualTo(expected);
    }
  }

  private static float[] plain(VisionTransformer network, NDManager manager, float[] image) {
    try (NDManager call = manager.newSubManager()) {
      NDArray images = call.create(image, new Shape(1, 3, SIDE, SIDE));
      return network
          .intermediateLayers(
              images, List.of(1), true, network.plainBlocks(new ParameterStore(call, false), false))
          .get(0)
          .patchTokens()
          .toFloatArray();
    }
  }
}

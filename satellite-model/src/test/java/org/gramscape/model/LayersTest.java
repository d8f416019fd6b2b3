package org.gramscape.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.gramscape.model.kernel.Torch;
import org.gramscape.model.vit.VitConfig;
import org.junit.jupiter.api.Test;

class LayersTest {

  @Test
  void layersStandSideBySideInTheOrderAskedFor() throws Exception {
    float[] image = new float[3 * 32 * 48];
    for (int i = 0; i < image.length; i++) {
      image[i] = (float) Math.cos(i * 0.7);
    }
    try (FeatureExtractor model = RandomModel.open(VitConfig.mlp(64, 3, 1), Precision.FP32)) {
      Layers layers = Layers.of(-1, 0);
      FeatureMap map = model.extract(image, 32, 48, layers);

      assertThat(model.channels(layers)).isEqualTo(128);
      assertThat(map.channels()).isEqualTo(128);
      FeatureMap first = model.extract(image, 32, 48, Layers.of(0));
      FeatureMap last = model.extract(image, 32, 48, Layers.LAST);
      for (int patch = 0; patch < 6; patch++) {
        for (int c = 0; c < 64; c++) {
          assertThat(map.values()[patch * 128 + c]).isEqualTo(last.values()[patch * 64 + c]);
          assertThat(map.values()[patch * 128 + 64 + c]).isEqualTo(first.values()[patch * 64 + c]);
        }
      }
    }
  }

  @Test
  void rawTokensAreThoseBeforeTheNorm() throws Exception {
    try (FeatureExtractor model =
            new Models(Path.of("none"))
                .open(Golden.path("vit_satL.weights.safetensors").toString());
        Golden inputs = new Golden("vit_inputs");
        Golden io = new Golden("vit_satL.io");
        var manager = Torch.newManager()) {
      float[] image = inputs.get("a.x", manager).get(0).toFloatArray();
      FeatureMap raw = model.extract(image, 64, 96, new Layers(List.of(0), false));

      float[] nchw =
          io.get("a.gil.norm0.L0.patch_nchw", manager).get(0).transpose(1, 2, 0).toFloatArray();
      assertThat(raw.values()).containsExactly(nchw, within(2e-5f));
    }
  }

  @Test
  void stagesOfAConvNextHaveTheirOwnChannels() throws Exception {
    try (FeatureExtractor model =
        new Models(Path.of("none")).open(Golden.path("convnext.weights.safetensors").toString())) {
      Layers layers = Layers.of(1, 3);
      FeatureMap map = model.extract(new float[3 * 64 * 64], 64, 64, layers);

      assertThat(map.channels()).isEqualTo(model.channels(layers));
      assertThat(model.channels(layers))
          .isEqualTo(model.channels(Layers.of(1)) + model.info().channels());
    }
  }

  @Test
  void whatCannotBeMeantIsRefused() {
    ModelInfo model;
    try (FeatureExtractor opened = RandomModel.open(VitConfig.mlp(64, 3, 1), Precision.FP32)) {
      model = opened.info();
    }
    assertThat(Layers.of(-1, 0).in(model)).isEqualTo(Layers.of(2, 0));
    assertThatThrownBy(() -> Layers.of(3).in(model))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has no layer 3, but 0 to 2");
    assertThatThrownBy(() -> Layers.of(-1, 2).in(model))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("none of them twice");
    assertThatThrownBy(() -> Layers.of()).isInstanceOf(IllegalArgumentException.class);
  }
}

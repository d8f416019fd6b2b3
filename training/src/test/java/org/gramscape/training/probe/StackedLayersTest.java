package org.gramscape.training.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.gramscape.model.FeatureExtractor;
import org.gramscape.model.FeatureMap;
import org.gramscape.model.Precision;
import org.gramscape.model.RandomModel;
import org.gramscape.model.vit.VitConfig;
import org.junit.jupiter.api.Test;

class StackedLayersTest {

  @Test
  void layersStandSideBySide() throws Exception {
    float[] image = new float[3 * 32 * 48];
    for (int i = 0; i < image.length; i++) {
      image[i] = (float) Math.cos(i * 0.7);
    }
    try (FeatureExtractor model = RandomModel.open(VitConfig.mlp(64, 3, 1), Precision.FP32)) {
      StackedLayers stacked = new StackedLayers(model, List.of(0, -1));
      FeatureMap map = stacked.extract(image, 32, 48, -1);

      assertThat(stacked.info().channels()).isEqualTo(128);
      assertThat(map.channels()).isEqualTo(128);
      FeatureMap first = model.extract(image, 32, 48, 0);
      FeatureMap last = model.extract(image, 32, 48, 2);
      for (int patch = 0; patch < 6; patch++) {
        for (int c = 0; c < 64; c++) {
          assertThat(map.values()[patch * 128 + c]).isEqualTo(first.values()[patch * 64 + c]);
          assertThat(map.values()[patch * 128 + 64 + c]).isEqualTo(last.values()[patch * 64 + c]);
        }
      }
    }
  }
}

package org.gramscape.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ModelsTest {
  @Test
  void untrainedTinyExtracts() throws Exception {
    try (FeatureExtractor model = Models.local().open(Models.untrained())) {
      float[] image = new float[3 * 64 * 96];
      for (int i = 0; i < image.length; i++) {
        image[i] = (i * 7919L % 1000) / 500f - 1;
      }
      FeatureMap map = model.extract(image, 64, 96, -1);
      assertThat(map.height()).isEqualTo(4);
      assertThat(map.width()).isEqualTo(6);
      assertThat(map.channels()).isEqualTo(384);
      for (float v : map.values()) {
        assertThat(v).isFinite();
      }
    }
  }
}

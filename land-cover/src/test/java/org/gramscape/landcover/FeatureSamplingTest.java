package org.gramscape.landcover;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.assertj.core.data.Offset;
import org.gramscape.features.ComputedFeatures;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.model.FeatureExtractor;
import org.gramscape.model.Layers;
import org.gramscape.tiling.TileReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureSamplingTest {
  @TempDir Path folder;

  @Test
  void whereNothingIsSeenNothingIsLearnt() throws Exception {
    try (RasterSource scene = Stripes.VIEW.open(Stripes.paint(folder).toString());
        FeatureExtractor model = new ColorModel("a")) {
      TileReader reader =
          Stripes.VIEW.reader(scene, FeatureNetwork.normalisation(model.info()), 0.6);
      FeatureSampling sampling =
          new FeatureSampling(reader, new ComputedFeatures(model, Layers.LAST));

      sampling.sample(List.of(new LabelPoint(24, 70, 0, 0), new LabelPoint(24, 90, 0, 1)));

      assertThat(sampling.places()).hasSize(1);
      assertThat(sampling.onNodata()).isEqualTo(1);
      float[] stripe = sampling.features().get(0);
      assertThat(sampling.ground())
          .isNotEmpty()
          .allSatisfy(place -> assertThat(place).containsExactly(stripe, Offset.offset(0.1f)));
    }
  }
}

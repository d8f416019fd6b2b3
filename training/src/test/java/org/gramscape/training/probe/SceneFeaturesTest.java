package org.gramscape.training.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import org.gramscape.geoio.Georeference;
import org.gramscape.model.ImageNormalisation;
import org.gramscape.model.Layers;
import org.gramscape.tiling.SceneView;
import org.junit.jupiter.api.Test;

class SceneFeaturesTest {

  @Test
  void ofALargeSceneTheMiddleIsReadWhereItLies() throws Exception {
    Georeference place = Painted.place(0, 1);
    MemoryScene scene = MemoryScene.of(40, 30, Optional.of(place));
    FeatureReader reader =
        new FeatureReader(new PixelModel(), Layers.LAST, SceneView.DEFAULT, 1, 10);

    SceneFeatures features = reader.read(reader.middle(scene));

    assertThat(features.width()).isEqualTo(10);
    assertThat(features.height()).isEqualTo(10);
    double[] corner = features.place().placeOn(place, 0, 0);
    assertThat(corner[0]).isCloseTo(15, within(1e-6));
    assertThat(corner[1]).isCloseTo(10, within(1e-6));
    double red = (15 + 2 * 10) / 255.0;
    float mean = ImageNormalisation.SAT_493M.mean()[0];
    float deviation = ImageNormalisation.SAT_493M.standardDeviation()[0];
    assertThat(features.values()[0]).isCloseTo((float) (red - mean) / deviation, within(1e-4f));
  }

  @Test
  void aSmallSceneIsReadWhole() throws Exception {
    MemoryScene scene = MemoryScene.of(7, 30, Optional.of(Painted.place(0, 1)));
    FeatureReader reader =
        new FeatureReader(new PixelModel(), Layers.LAST, SceneView.DEFAULT, 1, 100);

    SceneFeatures features = reader.read(reader.middle(scene));

    assertThat(features.width()).isEqualTo(7);
    assertThat(features.height()).isEqualTo(30);
    assertThat(features.valid()).doesNotContain(false);
  }

  private static SceneFeatures square(float a, float b, float c, float d) throws Exception {
    return new SceneFeatures(
        Painted.place(0, 1),
        1,
        2,
        2,
        new float[] {a, b, c, d},
        new boolean[] {true, true, true, true});
  }

  @Test
  void betweenCentresFeaturesLieOnStraightLines() throws Exception {
    SceneFeatures scene = square(0, 4, 8, 12);
    float[] feature = new float[1];

    assertThat(scene.at(1, 1, feature)).isTrue();
    assertThat(feature[0]).isCloseTo(6, within(1e-6f));
    scene.at(0.75, 0.5, feature);
    assertThat(feature[0]).isCloseTo(1, within(1e-6f));
    scene.at(0.1, 0.1, feature);
    assertThat(feature[0]).as("constant towards the edge").isZero();
    assertThat(scene.at(2, 1, feature)).isFalse();
    assertThat(scene.at(-0.01, 1, feature)).isFalse();
  }

  @Test
  void whatIsNotValidHasNoPart() throws Exception {
    SceneFeatures scene = square(0, 4, 8, 1e9f);
    scene.valid()[3] = false;
    float[] feature = new float[1];

    assertThat(scene.at(0.99, 0.99, feature)).isTrue();
    assertThat(feature[0]).isBetween(3.9f, 4.1f);
    assertThat(scene.at(1.5, 1.5, feature)).isFalse();
  }
}

package org.gramscape.canopy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.gramscape.geoio.raster.Window;
import org.gramscape.model.FeatureMap;
import org.gramscape.model.Layers;
import org.gramscape.tiling.Tile;
import org.junit.jupiter.api.Test;

class HeightFeaturesTest {
  private static final int PATCH = 16;
  private static final int SIDE = 256;
  private static final int PATCHES = SIDE / PATCH;
  private static final int BANDS = 3;

  private final HeightFeatures features = new HeightFeatures(new BrightnessModel("a"), Layers.LAST);

  @Test
  void whatIsTheSameEverywhereStaysSo() {
    FeatureMap map = features.of(tile((x, y) -> 0.25f));

    assertThat(map.channels()).isEqualTo(features.channels()).isEqualTo(32);
    assertThat(map.width()).isEqualTo(PATCHES);
    for (float value : map.values()) {
      assertThat(value).isCloseTo(0.25f, within(1e-6f));
    }
  }

  /** By two patches, as one of the image at half the size is. */
  @Test
  void aMovedImageHasMovedFeatures() {
    FeatureMap map = features.of(tile(HeightFeaturesTest::wave));
    FeatureMap moved = features.of(tile((x, y) -> wave(x + 2 * PATCH, y)));

    // Away from the edges, where what is averaged is cut off.
    for (int row = 4; row < PATCHES - 4; row++) {
      for (int column = 4; column < PATCHES - 6; column++) {
        for (int i = 0; i < map.channels(); i++) {
          assertThat(moved.values()[(row * PATCHES + column) * map.channels() + i])
              .isCloseTo(
                  map.values()[(row * PATCHES + column + 2) * map.channels() + i], within(1e-5f));
        }
      }
    }
  }

  @Test
  void theSecondHalfOfAVectorSeesFurther() {
    int middle = PATCHES / 2;
    FeatureMap map =
        features.of(tile((x, y) -> x / PATCH == middle && y / PATCH == middle ? 1 : 0));

    int twoAway = (middle * PATCHES + middle + 3) * map.channels();
    assertThat(map.values()[twoAway]).as("near").isZero();
    float around = 0;
    for (int i = 16; i < 32; i++) {
      around += map.values()[twoAway + i];
    }
    assertThat(around).as("around").isPositive();
  }

  private interface Picture {
    float at(int x, int y);
  }

  private static float wave(int x, int y) {
    return (float) (Math.sin(x * 0.05) * Math.cos(y * 0.03));
  }

  private static Tile tile(Picture picture) {
    float[] samples = new float[BANDS * SIDE * SIDE];
    boolean[] valid = new boolean[SIDE * SIDE];
    for (int i = 0; i < samples.length; i++) {
      int pixel = i % (SIDE * SIDE);
      samples[i] = picture.at(pixel % SIDE, pixel / SIDE);
      valid[pixel] = true;
    }
    return new Tile(0, new Window(0, 0, SIDE, SIDE), BANDS, SIDE, SIDE, samples, valid);
  }
}

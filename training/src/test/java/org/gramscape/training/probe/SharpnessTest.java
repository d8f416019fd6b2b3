package org.gramscape.training.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.GeoTransform;
import org.gramscape.geoio.Georeference;
import org.junit.jupiter.api.Test;

class SharpnessTest {
  private static final int SIDE = 32;
  private static final int CHANNELS = 24;

  /** Squares of eight by eight patches, each with a direction of its own. */
  private static SceneFeatures scene(double noise, double common, double strays) throws Exception {
    Random random = new Random(1);
    float[][] directions = new float[(SIDE / 8) * (SIDE / 8)][CHANNELS];
    for (float[] direction : directions) {
      fill(direction, random);
    }
    float[] values = new float[SIDE * SIDE * CHANNELS];
    for (int patch = 0; patch < SIDE * SIDE; patch++) {
      float[] own = directions[patch / SIDE / 8 * (SIDE / 8) + patch % SIDE / 8];
      boolean stray = random.nextDouble() < strays;
      for (int c = 0; c < CHANNELS; c++) {
        values[patch * CHANNELS + c] =
            (float) ((stray ? 10 : noise) * random.nextGaussian() + common + own[c]);
      }
    }
    boolean[] valid = new boolean[SIDE * SIDE];
    Arrays.fill(valid, true);
    Georeference place =
        new Georeference(Crs.epsg(32632), GeoTransform.northUp(400_000, 5_300_000, 1, 1));
    return new SceneFeatures(place, CHANNELS, SIDE, SIDE, values, valid);
  }

  private static void fill(float[] values, Random random) {
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
  }

  @Test
  void clearRegionsAreSharp() throws Exception {
    Sharpness sharpness = Sharpness.of(scene(0, 0, 0));

    assertThat(sharpness.contrast()).isGreaterThan(0.7);
    assertThat(sharpness.isolated()).isLessThan(0.03);
  }

  @Test
  void noiseBlursThem() throws Exception {
    double last = 1;
    for (double noise : new double[] {0.5, 1, 2, 4}) {
      double contrast = Sharpness.of(scene(noise, 0, 0)).contrast();
      assertThat(contrast).isLessThan(last - 0.03);
      last = contrast;
    }
    assertThat(last).isLessThan(0.1);
    assertThat(Sharpness.of(scene(1e6, 0, 0)).contrast()).isCloseTo(0, within(0.02));
  }

  @Test
  void whatAllPatchesShareBlursThem() throws Exception {
    double last = 1;
    for (double common : new double[] {0.5, 1, 2, 4}) {
      double contrast = Sharpness.of(scene(0, common, 0)).contrast();
      assertThat(contrast).isLessThan(last);
      last = contrast;
    }
    assertThat(last).isLessThan(0.1);
  }

  @Test
  void strayTokensAreIsolated() throws Exception {
    double clear = Sharpness.of(scene(0, 0, 0)).isolated();

    assertThat(Sharpness.of(scene(0, 0, 0.1)).isolated()).isBetween(clear + 0.03, clear + 0.1);
  }
}

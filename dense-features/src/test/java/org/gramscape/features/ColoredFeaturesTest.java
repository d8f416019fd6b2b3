package org.gramscape.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import org.gramscape.geoio.raster.Window;
import org.gramscape.model.FeatureExtractor;
import org.gramscape.model.FeatureMap;
import org.gramscape.model.ImageNormalisation;
import org.gramscape.model.Layers;
import org.gramscape.model.ModelInfo;
import org.gramscape.model.Precision;
import org.gramscape.tiling.Tile;
import org.junit.jupiter.api.Test;

class ColoredFeaturesTest {
  private static final int PATCH = 16;
  private static final int HEIGHT = 32;
  private static final int WIDTH = 48;

  /** A backbone that says the number of each patch. */
  private static final class Numbers implements FeatureExtractor {
    @Override
    public ModelInfo info() {
      return new ModelInfo(
          "numbers", "fake", 0, 1, 1, PATCH, ImageNormalisation.SAT_493M, 0.5, "", "none");
    }

    @Override
    public Precision precision() {
      return Precision.FP32;
    }

    @Override
    public FeatureMap extract(float[] image, int height, int width, Layers layers) {
      return new FeatureMap(1, 2, 3, new float[] {0, 1, 2, 3, 4, 5});
    }

    @Override
    public long workingMemory(int height, int width) {
      return 1_000;
    }

    @Override
    public void close() {}
  }

  private static Tile tile() {
    SplittableRandom random = new SplittableRandom(1);
    float[] samples = new float[3 * HEIGHT * WIDTH];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) random.nextDouble();
    }
    boolean[] valid = new boolean[HEIGHT * WIDTH];
    return new Tile(0, new Window(0, 0, WIDTH, HEIGHT), 3, WIDTH, HEIGHT, samples, valid);
  }

  private static TileFeatures colored(List<Double> squares) {
    return ColoredFeatures.beside(new ComputedFeatures(new Numbers(), Layers.LAST), squares, 0.5);
  }

  @Test
  void backboneAndColoursStandBesideEachOtherOnQuartersOfPatches() throws IOException {
    TileFeatures features = colored(List.of(2.0, 6.0));
    Tile tile = tile();

    FeatureMap map = features.of(tile);

    assertThat(features.parts()).containsExactly(1, 16);
    assertThat(List.of(map.channels(), map.height(), map.width())).containsExactly(17, 8, 12);
    FeatureMap colors =
        new ColorTexture(ImageNormalisation.SAT_493M, 4, List.of(4.0, 12.0))
            .of(tile.samples(), HEIGHT, WIDTH);
    for (int cell = 0; cell < 8 * 12; cell++) {
      assertThat(map.values()[cell * 17 + 1]).isEqualTo(colors.values()[cell * 16]);
      assertThat(map.values()[cell * 17 + 16]).isEqualTo(colors.values()[cell * 16 + 15]);
    }
    // Cell 2 of a row lies an eighth of a patch beyond the middle of patch 0.
    assertThat(map.values()[2 * 17]).isCloseTo(0.125f, within(1e-6f));
    assertThat(map.values()[(7 * 12 + 11) * 17]).as("the last corner").isEqualTo(5);
  }

  @Test
  void withoutSquaresTheBackboneStaysAlone() {
    assertThat(colored(List.of())).isInstanceOf(ComputedFeatures.class);
  }

  @Test
  void memoryCountsAllThatIsHeld() {
    long cells = HEIGHT * WIDTH / 16 * 17 * Float.BYTES;

    assertThat(colored(List.of(2.0, 6.0)).workingMemory(HEIGHT, WIDTH))
        .isGreaterThan(1_000 + cells + 2 * HEIGHT * WIDTH * Double.BYTES);
  }
}

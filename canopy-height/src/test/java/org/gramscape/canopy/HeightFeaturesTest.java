package org.gramscape.canopy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.gramscape.geoio.raster.Window;
import org.gramscape.model.Layers;
import org.gramscape.tiling.Tile;
import org.junit.jupiter.api.Test;

class HeightFeaturesTest {
  private static final int PATCH = 16;
  private static final int SIDE = 256;
  private static final int PATCHES = SIDE / PATCH;
  private static final int BANDS = 3;

  private final HeightFeatures features =
      new HeightFeatures(new BrightnessModel("a"), Layers.LAST, 4);

  @Test
  void whatIsTheSameEverywhereStaysSo() {
    CellFeatures cells = features.of(tile((x, y) -> 0.25f));

    assertThat(features.channels()).isEqualTo(32 + 24);
    assertThat(cells.columns()).isEqualTo(4 * PATCHES);
    float[] first = cells.vector(0);
    assertThat(first).hasSize(features.channels());
    for (int i = 0; i < 32; i++) {
      assertThat(first[i]).isCloseTo(0.25f, within(1e-6f));
    }
    for (int cell = 1; cell < cells.rows() * cells.columns(); cell++) {
      float[] vector = cells.vector(cell);
      for (int i = 0; i < first.length; i++) {
        // A deviation is the root of what rounding leaves of a variance.
        assertThat(vector[i]).isCloseTo(first[i], within(1e-4f));
      }
    }
  }

  @Test
  void cellsAreAQuarterOfAPatchUnlessHeightsAreCoarser() {
    assertThat(HeightFit.cellsAcrossPatch(8, 0.5)).isEqualTo(4);
    assertThat(HeightFit.cellsAcrossPatch(8, 4)).isEqualTo(4);
    assertThat(HeightFit.cellsAcrossPatch(1.6, 1)).isEqualTo(2);
    assertThat(HeightFit.cellsAcrossPatch(1.6, 30)).isEqualTo(2);
  }

  /** By two patches, as one of the image at half the size is. */
  @Test
  void aMovedImageHasMovedFeatures() {
    CellFeatures cells = features.of(tile(HeightFeaturesTest::wave));
    CellFeatures moved = features.of(tile((x, y) -> wave(x + 2 * PATCH, y)));

    // Away from the edges, where what is averaged is cut off.
    for (int row = 16; row < cells.rows() - 16; row++) {
      for (int column = 16; column < cells.columns() - 24; column++) {
        float[] there = cells.vector(row * cells.columns() + column + 8);
        float[] here = moved.vector(row * cells.columns() + column);
        for (int i = 0; i < here.length; i++) {
          assertThat(here[i]).isCloseTo(there[i], within(1e-4f));
        }
      }
    }
  }

  @Test
  void theSecondPartOfAVectorSeesFurtherAndTheLastNoFurtherThanACell() {
    int middle = PATCHES / 2;
    CellFeatures cells =
        features.of(tile((x, y) -> x / PATCH == middle && y / PATCH == middle ? 1 : 0));

    int row = 4 * middle + 2;
    float[] away = cells.vector(row * cells.columns() + 4 * (middle + 3) + 2);
    float near = 0;
    float around = 0;
    for (int i = 0; i < 16; i++) {
      near += away[i];
      around += away[16 + i];
    }
    assertThat(near).as("near").isZero();
    assertThat(around).as("around").isPositive();
    float[] inside = cells.vector(row * cells.columns() + 4 * middle + 3);
    float[] outside = cells.vector(row * cells.columns() + 4 * middle + 4);
    float[] far = cells.vector(0);
    assertThat(inside[32]).as("red of the cell").isGreaterThan(far[32] + 0.1f);
    assertThat(outside[32]).as("red of the cell beside").isCloseTo(far[32], within(1e-5f));
  }

  @Test
  void likenessOfCellsIsThatOfTheirVectors() {
    CellFeatures cells = features.of(tile(HeightFeaturesTest::wave));
    int count = cells.rows() * cells.columns();
    int channels = features.channels();
    float[] vectors = new float[count * channels];
    for (int cell = 0; cell < count; cell++) {
      System.arraycopy(cells.vector(cell), 0, vectors, cell * channels, channels);
    }
    double[] shares = new double[channels];
    Arrays.fill(shares, 1.0 / channels);
    Landmarks landmarks = Landmarks.among(vectors, shares, 20);

    float[] expected = landmarks.likeness(vectors);

    CellLikeness likeness = new CellLikeness(landmarks, cells);
    for (int row = 0; row < cells.rows(); row += 2) {
      float[] values = likeness.rows(row, row + 2);
      for (int i = 0; i < values.length; i++) {
        assertThat(values[i]).isCloseTo(expected[row / 2 * values.length + i], within(1e-4f));
      }
    }
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

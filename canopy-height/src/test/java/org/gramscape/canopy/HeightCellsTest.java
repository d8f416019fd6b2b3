package org.gramscape.canopy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.GeoTransform;
import org.gramscape.geoio.Georeference;
import org.junit.jupiter.api.Test;

class HeightCellsTest {

  /** Where the scale of UTM is 1, pixels are as large as they say. */
  private static Georeference place(double pixel) throws Exception {
    return new Georeference(
        Crs.epsg(32632), GeoTransform.northUp(680_000, 5_300_000, pixel, pixel));
  }

  private static HeightCells cells(double pixel, int width, double... heights) throws Exception {
    MemoryRaster raster = MemoryRaster.of("chm", width, place(pixel), heights);
    return HeightCells.read(raster, place(pixel), width, heights.length / width);
  }

  @Test
  void pixelsOfAMetreAreCells() throws Exception {
    HeightCells cells = cells(1, 2, 0, 3.5, Double.NaN, 119);

    assertThat(cells.heights()).containsExactly(0, 3.5f, Float.NaN, 119);
    assertThat(cells.known()).containsExactly(0, 1, 3);
    assertThat(cells.block()).isEqualTo(10);
  }

  @Test
  void ofFinerPixelsTheHighestCounts() throws Exception {
    HeightCells cells =
        cells(
            0.5,
            4,
            1,
            2,
            Double.NaN,
            5,
            3,
            0,
            4,
            4,
            9,
            1,
            Double.NaN,
            Double.NaN,
            1,
            1,
            Double.NaN,
            Double.NaN);

    assertThat(cells.heights()).containsExactly(3, 5, 9, Float.NaN);
  }

  @Test
  void aPixelBelongsToTheCellThatItsMiddleIsIn() throws Exception {
    double[] heights = new double[10 * 10];
    for (int i = 0; i < heights.length; i++) {
      heights[i] = i % 10;
    }
    // Cells are 10/3 pixels wide: middles 0.5 to 2.5, 3.5 to 6.5, 7.5 to 9.5.
    HeightCells cells = cells(0.3, 10, heights);

    assertThat(Arrays.copyOf(cells.heights(), 3)).containsExactly(2, 6, 9);
  }

  @Test
  void impossibleHeightsAreNotKnownAndNoiseOverTheGroundIsGround() throws Exception {
    assertThat(cells(1, 4, -0.4, -3, 130, 2).heights()).containsExactly(0, Float.NaN, Float.NaN, 2);
    assertThatThrownBy(() -> cells(1, 2, 400, 500))
        .isInstanceOf(UnsuitableHeightsException.class)
        .hasMessageContaining("no valid height between 0 and 120 m");
  }

  @Test
  void onlyTheGroundOfTheSceneIsReadInWholeBlocks() throws Exception {
    double[] heights = new double[40 * 40];
    for (int i = 0; i < heights.length; i++) {
      heights[i] = i % 40;
    }
    MemoryRaster raster = MemoryRaster.of("chm", 40, place(1), heights);
    Georeference scene =
        new Georeference(Crs.epsg(32632), GeoTransform.northUp(680_000 + 17, 5_300_000 - 22, 1, 1));

    HeightCells cells = HeightCells.read(raster, scene, 8, 5);

    assertThat(cells.grid().width()).isEqualTo(15);
    assertThat(cells.grid().height()).isEqualTo(7);
    assertThat(cells.heights()[0]).isEqualTo(10);
  }

  @Test
  void cellsAndWholeBlocksAreScored() throws Exception {
    double[] heights = new double[25 * 20];
    Arrays.setAll(heights, i -> i % 25 < 10 ? 4 : 12);
    HeightCells truth = cells(1, 25, heights);
    float[] predictions = new float[heights.length];
    Arrays.setAll(heights, i -> i % 25 < 10 ? 5 : 12);
    for (int i = 0; i < predictions.length; i++) {
      // Crowns are missed by 3 m this way and that, which blocks do not show.
      predictions[i] = (float) heights[i] + (i % 2 == 0 ? 3 : -3);
    }
    predictions[0] = Float.NaN;
    HeightCellScores scores = new HeightCellScores();
    scores.add(truth, predictions);
    HeightScores found = scores.scores();

    assertThat(found.cells()).isEqualTo(499);
    assertThat(found.bias()).isCloseTo(199 / 499.0 - 3 / 499.0, within(1e-6));
    assertThat(found.blocks()).as("the last five columns are no block").isEqualTo(4);
    // Two blocks are off by 1 m (one by 1 m and a bit), two by nothing; all lie 4 m off their mean.
    assertThat(found.blockR2()).isCloseTo(1 - 2.0 / (4 * 16), within(2e-3));
    assertThat(found.blockMetres()).isEqualTo(10);
  }

  @Test
  void aBlockNeedsFourFifthsOfItsCells() throws Exception {
    double[] heights = new double[20 * 10];
    Arrays.fill(heights, 5);
    Arrays.fill(heights, 0, 40, Double.NaN);
    HeightCellScores scores = new HeightCellScores();
    scores.add(cells(1, 20, heights), new float[heights.length]);

    assertThat(scores.scores().blocks()).isZero();
  }
}

package org.gramscape.tiling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeamMeterTest {

  /** Tiles at 0, 30 and, shifted inwards, 50; they end at 40, 70 and 90. */
  private static final TileGrid GRID = TileGrid.of(90, 90, 40, 10);

  @ParameterizedTest
  @CsvSource({"30, true", "40, true", "50, true", "70, true", "20, false", "31, false"})
  void aStepWhereATileStartsOrEndsIsASeam(int at, boolean seam) {
    // 178 pairs of rows and columns, 8 of them at borders: a step of 1 at one of them
    assertThat(score(1, (x, y) -> x < at ? x : x + 1)).isCloseTo(seam ? 1.23 : 0.99, within(0.02));
    assertThat(score(1, (x, y) -> y < at ? y : y + 1)).isCloseTo(seam ? 1.23 : 0.99, within(0.02));
  }

  @Test
  void stepsBetweenPatchesAreNotSeams() {
    // A step before every tenth pixel, which is where tiles and patches start and end.
    assertThat(score(10, (x, y) -> x / 10 + y / 10)).isCloseTo(1, within(1e-9));
    assertThat(score(10, (x, y) -> x / 10 + y / 10 + (x < 40 ? 0 : 2))).isGreaterThan(1.1);
  }

  private interface Plane {
    double at(int x, int y);
  }

  /** In blocks of seven rows, so that blocks have borders too. */
  private static double score(double patch, Plane plane) {
    SeamMeter meter = new SeamMeter(GRID, patch, patch);
    for (int row = 0; row < 90; row += 7) {
      PixelBlock rows = PixelBlock.zeros(new Window(0, row, 90, Math.min(7, 90 - row)), 1);
      for (int i = 0; i < rows.samples().length; i++) {
        rows.samples()[i] = plane.at(i % 90, row + i / 90);
      }
      meter.observe(rows);
    }
    return meter.score();
  }
}

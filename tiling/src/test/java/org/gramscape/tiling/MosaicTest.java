package org.gramscape.tiling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MosaicTest {

  @Test
  void overlappingQuantitiesAreBlendedByTheirWeights() throws Exception {
    // two tiles of 8 that share 4 pixels: the first says 0, the second 10
    TileGrid grid = TileGrid.of(12, 8, 8, 4);
    Result result = new Result(grid, 1);
    Mosaic mosaic = new Mosaic(grid, 1, result);
    mosaic.add(tile(0, 0f));
    mosaic.add(tile(1, 10f));
    result.assertComplete();
    for (int y = 0; y < 8; y++) {
      for (int x = 0; x < 12; x++) {
        double first = x < 8 ? Math.pow(Math.sin(Math.PI * (x + 0.5) / 8), 2) : 0;
        double second = x >= 4 ? Math.pow(Math.sin(Math.PI * (x - 4 + 0.5) / 8), 2) : 0;
        assertThat((double) result.value(0, x, y))
            .isCloseTo(10 * second / (first + second), within(1e-5));
      }
    }
  }

  @Test
  void aShiftedLastTileCountsWhereItLies() throws Exception {
    // tiles at 0 and, shifted inwards, at 3
    TileGrid grid = TileGrid.of(11, 8, 8, 0);
    Result result = new Result(grid, 1);
    Mosaic mosaic = new Mosaic(grid, 1, result);
    mosaic.add(tile(1, 10f));
    mosaic.add(tile(0, 0f));
    for (int x = 0; x < 11; x++) {
      assertThat(result.value(0, x, 4)).isEqualTo(10 - result.value(0, 10 - x, 4), within(1e-5f));
    }
    assertThat(result.value(0, 2, 4)).isZero();
    assertThat(result.value(0, 3, 4)).isPositive();
    assertThat(result.value(0, 8, 4)).isEqualTo(10);
  }

  @Test
  void aTileCountsOnce() throws Exception {
    TileGrid grid = TileGrid.of(12, 8, 8, 4);
    Mosaic mosaic = new Mosaic(grid, 1, rows -> {});
    mosaic.add(tile(0, 0f));
    assertThatThrownBy(() -> mosaic.add(tile(0, 0f)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tile 0 was not expected");
    assertThatThrownBy(() -> mosaic.add(Contribution.nothing(2)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aTileOfTheWrongSizeIsRefused() {
    TileGrid grid = TileGrid.of(12, 8, 8, 4);
    Mosaic mosaic = new Mosaic(grid, 2, rows -> {});
    assertThatThrownBy(() -> mosaic.add(tile(0, 0f)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tile 0 has 64 values and 64 pixels, not 128 and 64");
  }

  @Test
  void seamsShowInTheScore() throws Exception {
    TilePlan plan = TilePlan.atSceneResolution(200, 200, 40, 0);
    double smooth = score(plan, (tile, channel, column, row) -> column + row + slope(tile));
    double steps = score(plan, (tile, channel, column, row) -> column + row + 50 * tile.index());
    assertThat(smooth).isCloseTo(1, within(1e-3));
    assertThat(steps).isGreaterThan(10);
  }

  /** What makes a plane of the whole scene of each tile's own. */
  private static int slope(Tile tile) {
    return tile.window().column() + tile.window().row();
  }

  private static double score(TilePlan plan, FakePredictor.Rule rule) throws Exception {
    return new TiledInference(
            FakeScene.noise(200, 200).reader(plan),
            new FakePredictor(1, rule),
            1,
            ProgressListener.NONE)
        .run(rows -> {})
        .seamScore();
  }

  private static Contribution tile(int index, float value) {
    float[] values = new float[64];
    Arrays.fill(values, value);
    boolean[] valid = new boolean[64];
    Arrays.fill(valid, true);
    return new Contribution(index, values, valid);
  }
}

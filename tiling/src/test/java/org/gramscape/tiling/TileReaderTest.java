package org.gramscape.tiling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.gramscape.geoio.raster.Window;
import org.junit.jupiter.api.Test;

class TileReaderTest {
  private static final Normalisation STATISTICS =
      new Normalisation(new float[] {0.43f, 0.411f}, new float[] {0.213f, 0.156f});

  @Test
  void samplesAreScaledByBandAndNormalisedByDeclaredStatistics() throws Exception {
    FakeScene scene =
        new FakeScene(8, 8, 3, (band, x, y) -> band * 100 + x + y, FakeScene.ALL_VALID);
    TileReader reader =
        new TileReader(
            scene,
            TilePlan.atSceneResolution(8, 8, 8, 0),
            new int[] {2, 0},
            (band, stored) -> (float) (stored / (band == 2 ? 400 : 50)),
            STATISTICS);
    Tile tile = reader.read(0).orElseThrow().tile();
    assertThat(tile.bands()).isEqualTo(2);
    assertThat(tile.samples()[3 * 8 + 2]).isEqualTo(((float) (205 / 400.0) - 0.43f) / 0.213f);
    assertThat(tile.samples()[64 + 3 * 8 + 2]).isEqualTo(((float) (5 / 50.0) - 0.411f) / 0.156f);
  }

  @Test
  void aPixelIsNormalisedTheSameInEveryTile() throws Exception {
    // brightness climbs steeply, so that any statistic of a tile's own would show
    FakeScene scene =
        new FakeScene(
            90, 70, 1, (band, x, y) -> Math.exp(x / 20.0) + y, (band, x, y) -> (x * y) % 13 != 1);
    Map<Window, Float> seen = new HashMap<>();
    for (int size : new int[] {16, 24, 100}) {
      TilePlan plan = TilePlan.atSceneResolution(90, 70, size, size / 3);
      TileReader reader = scene.reader(plan);
      for (int index : FakeScene.indices(plan.grid())) {
        Tile tile = reader.read(index).orElseThrow().tile();
        Window covered = plan.grid().covered(index);
        for (int row = 0; row < covered.height(); row++) {
          for (int column = 0; column < covered.width(); column++) {
            Window pixel = new Window(covered.column() + column, covered.row() + row, 1, 1);
            float sample = tile.samples()[row * tile.width() + column];
            assertThat(seen.computeIfAbsent(pixel, p -> sample)).isEqualTo(sample);
          }
        }
      }
    }
    assertThat(seen).hasSize(90 * 70);
  }

  @Test
  void whatIsInvalidIsTheMean() throws Exception {
    // band 0 has no data in column 1, band 1 in columns 1 and 2, band 0 is NaN in column 3
    FakeScene scene =
        new FakeScene(
            4,
            1,
            2,
            (band, x, y) -> band == 0 && x == 3 ? Double.NaN : 0.75,
            (band, x, y) -> !(x == 1 || band == 1 && x == 2 || band == 0 && x == 3));
    SceneTile read = scene.reader(TilePlan.atSceneResolution(4, 1, 4, 0)).read(0).orElseThrow();
    assertThat(read.valid()).containsExactly(true, false, true, false);
    float[] firstRows = new float[8];
    System.arraycopy(read.tile().samples(), 0, firstRows, 0, 4);
    System.arraycopy(read.tile().samples(), 16, firstRows, 4, 4);
    assertThat(firstRows).containsExactly(0.75f, 0, 0.75f, 0, 0.75f, 0, 0, 0);
  }

  @Test
  void anInfiniteSampleMakesAPixelInvalid() throws Exception {
    FakeScene scene =
        new FakeScene(
            2, 1, 1, (band, x, y) -> x == 0 ? Double.POSITIVE_INFINITY : 1, FakeScene.ALL_VALID);
    SceneTile read = scene.reader(TilePlan.atSceneResolution(2, 1, 2, 0)).read(0).orElseThrow();
    assertThat(read.valid()).containsExactly(false, true);
    assertThat(read.tile().samples()[0]).isZero();
  }

  @Test
  void aSmallSceneIsMirroredToATile() throws Exception {
    FakeScene scene = new FakeScene(3, 2, 1, (band, x, y) -> 10 * y + x, FakeScene.ALL_VALID);
    Tile tile = scene.reader(TilePlan.atSceneResolution(3, 2, 6, 0)).read(0).orElseThrow().tile();
    assertThat(tile.window()).isEqualTo(new Window(0, 0, 6, 6));
    assertThat(tile.samples()).startsWith(0, 1, 2, 1, 0, 1, 10, 11, 12, 11, 10, 11, 0, 1, 2);
    assertThat(tile.valid()).containsOnly(true);
  }

  @Test
  void aMirrorHasNoEndPixelTwice() {
    int[] expected = {0, 1, 2, 3, 2, 1, 0, 1, 2, 3};
    for (int i = 0; i < expected.length; i++) {
      assertThat(TileReader.mirrored(i, 4)).isEqualTo(expected[i]);
    }
    assertThat(TileReader.mirrored(5, 1)).isZero();
  }

  @Test
  void aPlanOfAnotherSceneOrStatisticsOfOtherBandsAreRefused() {
    FakeScene scene = FakeScene.noise(100, 100);
    assertThatThrownBy(() -> scene.reader(TilePlan.atSceneResolution(90, 100, 16, 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a grid over 90 x 100 px does not fit fake of 100 x 100 px");
    TilePlan plan = TilePlan.atSceneResolution(100, 100, 16, 0);
    assertThatThrownBy(
            () -> new TileReader(scene, plan, new int[] {0}, (band, v) -> (float) v, STATISTICS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("1 bands, but statistics of 2");
  }
}

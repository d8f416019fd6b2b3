package org.gramscape.tiling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Memory does not grow with the scene's height. */
class MemoryTest {

  /** Ten million pixels, four bytes each, pass through a heap of 16 MiB. */
  static final class TallScene {
    private TallScene() {}

    public static void main(String[] arguments) throws Exception {
      TilePlan plan = TilePlan.atSceneResolution(256, 40_000, 64, 16);
      long[] rows = {0};
      new TiledInference(
              FakeScene.noise(256, 40_000).reader(plan),
              FakePredictor.constant(1),
              2,
              ProgressListener.NONE)
          .run(block -> rows[0] += block.window().height());
      System.out.println(rows[0] + " rows");
    }
  }

  @Test
  void aTallSceneRunsInASmallHeap() throws Exception {
    ChildJvm.Outcome outcome =
        ChildJvm.run(TallScene.class, List.of("-Xmx16m", "-XX:+UseSerialGC"));
    assertThat(outcome.output().strip()).endsWith("40000 rows");
    assertThat(outcome.exitCode()).isZero();
  }

  @Test
  void theSumsAreOneRowOfTilesHigh() {
    TileGrid low = TileGrid.of(1000, 600, 512, 128);
    TileGrid high = TileGrid.of(1000, 9000, 512, 128);
    assertThat(Mosaic.memory(high, 2)).isEqualTo(Mosaic.memory(low, 2));
    assertThat(new Mosaic(high, 2, rows -> {}).bufferedRows()).isEqualTo(512);
  }

  @Test
  void rowsAreWrittenAsSoonAsNoTileCanTouchThem() throws Exception {
    TileGrid grid = TileGrid.of(100, 100, 40, 10);
    Mosaic mosaic = new Mosaic(grid, 1, rows -> {});
    for (int index = 0; index < grid.count(); index++) {
      mosaic.add(Contribution.nothing(index));
      int expected = index + 1 < grid.count() ? grid.window(index + 1).row() : 100;
      assertThat(mosaic.rowsWritten()).isEqualTo(expected);
    }
  }
}

package org.gramscape.tiling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.gramscape.geoio.raster.Window;
import org.junit.jupiter.api.Test;

/** Results of other pixels than the scene's; {@link TiledInferenceTest} has the rest. */
class TilePipelineTest {

  @Test
  void theResultMayHaveCoarserPixels() throws Exception {
    // tiles of 16 px that share 8 become tiles of 4 that share 2: a patch is 4 px
    TilePlan plan = TilePlan.atSceneResolution(64, 48, 16, 8);
    TileGrid patches = TileGrid.of(16, 12, 4, 2);
    Result result = new Result(patches, 1);
    new TilePipeline(
            FakeScene.noise(64, 48).reader(plan),
            tile -> patchCoordinates(patches, tile.tile().index()),
            patches,
            1,
            2,
            ProgressListener.NONE)
        .run(result);
    result.assertComplete();
    for (int y = 0; y < 12; y++) {
      for (int x = 0; x < 16; x++) {
        assertThat(result.value(0, x, y)).isEqualTo(x + 100f * y);
      }
    }
  }

  private static Contribution patchCoordinates(TileGrid patches, int index) {
    Window window = patches.window(index);
    float[] values = new float[window.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = window.column() + i % 4 + 100f * (window.row() + i / 4);
    }
    boolean[] valid = new boolean[values.length];
    Arrays.fill(valid, true);
    return new Contribution(index, values, valid);
  }

  @Test
  void workHasEndedWhenAFailureIsThrown() {
    TilePlan plan = TilePlan.atSceneResolution(64, 48, 16, 8);
    AtomicInteger inUse = new AtomicInteger();
    CountDownLatch working = new CountDownLatch(1);
    TilePipeline.TileWork work =
        tile -> {
          inUse.incrementAndGet();
          try {
            if (tile.tile().index() == 0) {
              working.countDown();
              computeDeafToInterrupts();
            } else {
              working.await();
              throw new IOException("broken");
            }
          } catch (InterruptedException e) {
            throw new IOException(e);
          } finally {
            inUse.decrementAndGet();
          }
          return Contribution.nothing(tile.tile().index());
        };
    TilePipeline pipeline =
        new TilePipeline(
            FakeScene.noise(64, 48).reader(plan), work, plan.grid(), 1, 2, ProgressListener.NONE);
    assertThatThrownBy(() -> pipeline.run(rows -> {})).hasMessage("broken");
    assertThat(inUse).hasValue(0);
  }

  /** As native code does: until the failure has interrupted it, and then for a while more. */
  private static void computeDeafToInterrupts() {
    AtomicLong work = new AtomicLong();
    while (!Thread.currentThread().isInterrupted() || work.get() < 50_000_000) {
      work.incrementAndGet();
    }
  }

  @Test
  void aGridOfOtherTilesIsRefused() {
    TileReader reader = FakeScene.noise(64, 48).reader(TilePlan.atSceneResolution(64, 48, 16, 8));
    for (TileGrid other : List.of(TileGrid.of(16, 16, 4, 2), TileGrid.of(18, 12, 4, 2))) {
      assertThatThrownBy(
              () ->
                  new TilePipeline(
                      reader,
                      tile -> Contribution.nothing(tile.tile().index()),
                      other,
                      1,
                      1,
                      ProgressListener.NONE))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("are not those of");
    }
  }
}

package org.gramscape.tiling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.gramscape.geoio.raster.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The way from scene to rows. */
class TiledInferenceTest {

  @Property(tries = 200)
  void aConstantStaysExactlyThatConstant(
      @ForAll @IntRange(min = 1, max = 90) int width,
      @ForAll @IntRange(min = 1, max = 90) int height,
      @ForAll @IntRange(min = 1, max = 40) int tile,
      @ForAll @IntRange(min = 0, max = 39) int overlap,
      @ForAll float constant)
      throws Exception {
    Assume.that(overlap < tile && tile - overlap > tile / 8);
    TilePlan plan = TilePlan.atSceneResolution(width, height, tile, overlap);
    Result result =
        Result.of(FakeScene.noise(width, height).reader(plan), FakePredictor.constant(constant), 1);
    for (int i = 0; i < result.values.length; i++) {
      assertThat(result.values[i]).as("pixel %d", i).isEqualTo(constant);
      assertThat(result.valid[i]).isTrue();
    }
  }

  @Property(tries = 300)
  void everyPixelLiesWhereItShould(
      @ForAll @IntRange(min = 1, max = 90) int width,
      @ForAll @IntRange(min = 1, max = 90) int height,
      @ForAll @IntRange(min = 1, max = 40) int tile,
      @ForAll @IntRange(min = 0, max = 39) int overlap)
      throws Exception {
    Assume.that(overlap < tile && tile - overlap > tile / 8);
    TilePlan plan = TilePlan.atSceneResolution(width, height, tile, overlap);
    Result result =
        Result.of(
            FakeScene.noise(width, height).reader(plan),
            new FakePredictor(2, FakePredictor.COORDINATES),
            2);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        assertThat(result.value(0, x, y)).isEqualTo(x + 1000f * y);
        assertThat(result.value(1, x, y)).isEqualTo(x + 1000f * y + 1);
      }
    }
  }

  @Property(tries = 100)
  void whatThePredictorSeesIsTheSceneAtThatPlace(
      @ForAll @IntRange(min = 1, max = 60) int width,
      @ForAll @IntRange(min = 1, max = 60) int height,
      @ForAll @IntRange(min = 1, max = 30) int tile,
      @ForAll @IntRange(min = 0, max = 15) int overlap)
      throws Exception {
    Assume.that(overlap < tile);
    TilePlan plan = TilePlan.atSceneResolution(width, height, tile, overlap);
    Result result =
        Result.of(
            FakeScene.noise(width, height).reader(plan),
            new FakePredictor(1, FakePredictor.SAMPLES),
            1);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        assertThat(result.value(0, x, y)).isEqualTo((float) FakeScene.NOISE.at(0, x, y));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8})
  void threadsDoNotChangeABit(int threads) throws Exception {
    TilePlan plan = TilePlan.atSceneResolution(211, 137, 32, 20);
    FakePredictor predictor =
        new FakePredictor(
            2,
            (tile, channel, column, row) -> {
              if (tile.index() % 3 == 0) {
                Thread.yield(); // some tiles take longer
              }
              return FakePredictor.TILE_DEPENDENT.value(tile, channel, column, row);
            });
    byte[] expected = inOrder(plan).bytes();
    for (int repeat = 0; repeat < 5; repeat++) {
      Result result = Result.of(FakeScene.noise(211, 137).reader(plan), predictor, threads);
      assertThat(result.bytes()).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void theOrderOfTilesDoesNotChangeABit(long seed) throws Exception {
    TilePlan plan = TilePlan.atSceneResolution(97, 83, 32, 24);
    List<Integer> order = new ArrayList<>(FakeScene.indices(plan.grid()));
    Collections.shuffle(order, new Random(seed));
    assertThat(inOrder(plan, order).bytes()).isEqualTo(inOrder(plan).bytes());
  }

  @Test
  void aShiftByWholeStridesShiftsTheResult() throws Exception {
    int stride = 12;
    FakeScene scene = FakeScene.noise(150, 130);
    FakeScene shifted =
        new FakeScene(
            150,
            130,
            1,
            (band, x, y) -> FakeScene.NOISE.at(band, x + 2 * stride, y + 3 * stride),
            FakeScene.ALL_VALID);
    TilePlan plan = TilePlan.atSceneResolution(150, 130, 32, 20);
    FakePredictor blurring =
        new FakePredictor(
            1,
            (tile, channel, column, row) -> tile.samples()[row * tile.width() + column] * column);
    Result one = Result.of(scene.reader(plan), blurring, 1);
    Result other = Result.of(shifted.reader(plan), blurring, 1);
    for (int y = 32; y < 130 - 32 - 3 * stride; y++) {
      for (int x = 32; x < 150 - 32 - 2 * stride; x++) {
        assertThat(other.value(0, x, y)).isEqualTo(one.value(0, x + 2 * stride, y + 3 * stride));
      }
    }
  }

  @Test
  void invalidStaysInvalidAndAValidZeroSurvives() throws Exception {
    FakeScene scene =
        new FakeScene(70, 60, 1, (band, x, y) -> 0, (band, x, y) -> (x + y) % 5 != 0 && x < 40);
    FakePredictor predictor = FakePredictor.constant(0);
    TilePlan plan = TilePlan.atSceneResolution(70, 60, 16, 4);
    Result result = Result.of(scene.reader(plan), predictor, 2);
    for (int y = 0; y < 60; y++) {
      for (int x = 0; x < 70; x++) {
        boolean valid = (x + y) % 5 != 0 && x < 40;
        assertThat(result.valid(x, y)).isEqualTo(valid);
        assertThat(result.value(0, x, y)).isEqualTo(Float.valueOf(valid ? 0f : Float.NaN));
      }
    }
    List<Integer> expected =
        FakeScene.indices(plan.grid()).stream()
            .filter(index -> plan.grid().window(index).column() < 40)
            .toList();
    assertThat(predictor.predicted).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(expected.size()).isLessThan(plan.grid().count());
  }

  @Test
  void aSceneWithoutAValidPixelIsNeverPredicted() throws Exception {
    FakeScene scene = new FakeScene(70, 60, 1, (band, x, y) -> 1, (band, x, y) -> false);
    FakePredictor predictor = FakePredictor.constant(1);
    TilePlan plan = TilePlan.atSceneResolution(70, 60, 16, 4);
    Result result = new Result(plan.grid(), 1);
    InferenceSummary summary =
        new TiledInference(scene.reader(plan), predictor, 2, ProgressListener.NONE).run(result);
    result.assertComplete();
    assertThat(predictor.predicted).isEmpty();
    assertThat(summary.skipped()).isEqualTo(summary.tiles()).isEqualTo(plan.grid().count());
    assertThat(result.valid).containsOnly(false);
  }

  @Test
  void theFirstFailureEndsTheRunAndIsThrownAsItIs() {
    IOException cause = new IOException("the model broke");
    FakePredictor predictor =
        new FakePredictor(
            1,
            (tile, channel, column, row) -> {
              if (tile.index() == 7) {
                throw cause;
              }
              return 1;
            });
    TilePlan plan = TilePlan.atSceneResolution(400, 400, 16, 4);
    TiledInference inference =
        new TiledInference(
            FakeScene.noise(400, 400).reader(plan), predictor, 4, ProgressListener.NONE);
    assertThatThrownBy(() -> inference.run(rows -> {})).isSameAs(cause);
    assertThat(predictor.predicted.size()).isLessThan(40);
    assertNoThreadIsLeft();
  }

  @Test
  void aFailureToReadOrToWriteIsThrown() {
    TilePlan plan = TilePlan.atSceneResolution(100, 100, 16, 4);
    FakeScene damaged =
        new FakeScene(
            100,
            100,
            1,
            (band, x, y) -> {
              if (y > 50) {
                throw new IllegalStateException("damaged");
              }
              return 1;
            },
            FakeScene.ALL_VALID);
    assertThatThrownBy(() -> Result.of(damaged.reader(plan), FakePredictor.constant(1), 2))
        .hasMessage("damaged");
    IOException full = new IOException("disk full");
    TiledInference inference =
        new TiledInference(
            FakeScene.noise(100, 100).reader(plan),
            FakePredictor.constant(1),
            2,
            ProgressListener.NONE);
    assertThatThrownBy(
            () ->
                inference.run(
                    rows -> {
                      throw full;
                    }))
        .isSameAs(full);
    assertNoThreadIsLeft();
  }

  @Test
  void aPredictionThatIsNotFiniteIsRefused() {
    TilePlan plan = TilePlan.atSceneResolution(100, 100, 16, 4);
    assertThatThrownBy(
            () ->
                Result.of(
                    FakeScene.noise(100, 100).reader(plan), FakePredictor.constant(Float.NaN), 1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the prediction of tile 0 is NaN at column 0, row 0");
  }

  @Test
  void anInterruptEndsTheRun() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    FakePredictor predictor =
        new FakePredictor(
            1,
            (tile, channel, column, row) -> {
              started.countDown();
              try {
                never.await();
              } catch (InterruptedException e) {
                throw new IOException(e);
              }
              return 1;
            });
    TilePlan plan = TilePlan.atSceneResolution(100, 100, 16, 4);
    TiledInference inference =
        new TiledInference(
            FakeScene.noise(100, 100).reader(plan), predictor, 2, ProgressListener.NONE);
    Thread caller = Thread.currentThread();
    Thread interrupter =
        new Thread(
            () -> {
              try {
                started.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              caller.interrupt();
            });
    interrupter.start();
    assertThatThrownBy(() -> inference.run(rows -> {})).isInstanceOf(InterruptedException.class);
    assertNoThreadIsLeft();
    interrupter.join();
  }

  @Test
  void neverMoreTilesInFlightThanPromised() throws Exception {
    AtomicInteger read = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    TilePlan plan = TilePlan.atSceneResolution(120, 120, 8, 0);
    FakeScene counting =
        new FakeScene(
            120,
            120,
            1,
            (band, x, y) -> {
              if (x % 8 == 0 && y % 8 == 0) {
                read.incrementAndGet();
              }
              return 1;
            },
            FakeScene.ALL_VALID);
    new TiledInference(
            counting.reader(plan),
            FakePredictor.constant(1),
            2,
            progress -> most.accumulateAndGet(read.get() - progress.tiles(), Math::max))
        .run(rows -> {});
    assertThat(read.get()).isEqualTo(plan.grid().count());
    assertThat(most.get()).isBetween(1, TilePipeline.tilesInFlight(2));
  }

  @Test
  void aModelsSideMultipleIsRespected() {
    TilePredictor patches =
        new TilePredictor() {
          @Override
          public int channels() {
            return 1;
          }

          @Override
          public int sideMultiple() {
            return 16;
          }

          @Override
          public long workingMemory(int width, int height) {
            return 0;
          }

          @Override
          public Prediction predict(Tile tile) {
            throw new AssertionError();
          }
        };
    TileReader reader =
        FakeScene.noise(100, 100).reader(TilePlan.atSceneResolution(100, 100, 40, 4));
    assertThatThrownBy(() -> new TiledInference(reader, patches, 1, ProgressListener.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tiles of 40 px do not suit this model; take 32 or 48");
  }

  @Test
  void progressCountsToTheEnd() throws Exception {
    List<ProgressListener.Progress> heard = new ArrayList<>();
    TilePlan plan = TilePlan.atSceneResolution(100, 50, 16, 4);
    new TiledInference(
            FakeScene.noise(100, 50).reader(plan), FakePredictor.constant(1), 2, heard::add)
        .run(rows -> {});
    assertThat(heard).hasSize(plan.grid().count());
    assertThat(heard.get(heard.size() - 1))
        .isEqualTo(
            new ProgressListener.Progress(plan.grid().count(), 0, plan.grid().count(), 50, 50));
  }

  /** A pool counts as terminated a moment before its last thread has died. */
  private static void assertNoThreadIsLeft() {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().matches("tile-(reader|worker)")) {
        assertThatCode(() -> thread.join(5000)).doesNotThrowAnyException();
        assertThat(thread.isAlive()).as(thread.getName()).isFalse();
      }
    }
  }

  private static Result inOrder(TilePlan plan) throws IOException {
    return inOrder(plan, FakeScene.indices(plan.grid()));
  }

  /** The mosaic by itself, fed in the given order. */
  private static Result inOrder(TilePlan plan, List<Integer> order) throws IOException {
    TileGrid grid = plan.grid();
    TileReader reader = FakeScene.noise(grid.width(), grid.height()).reader(plan);
    FakePredictor predictor = new FakePredictor(2, FakePredictor.TILE_DEPENDENT);
    Result result = new Result(grid, 2);
    Mosaic mosaic = new Mosaic(grid, 2, result);
    for (int index : order) {
      Window covered = grid.covered(index);
      boolean[] valid = new boolean[covered.size()];
      Arrays.fill(valid, true);
      Tile tile = reader.read(index).orElseThrow().tile();
      mosaic.add(new Contribution(index, predictor.predict(tile).values(), valid));
    }
    assertThat(mosaic.isComplete()).isTrue();
    result.assertComplete();
    return result;
  }
}

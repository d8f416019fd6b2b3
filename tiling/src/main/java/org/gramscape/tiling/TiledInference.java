package org.gramscape.tiling;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Runs a scene through a predictor: one thread reads tiles, several predict, the caller's blends
 * and writes.
 *
 * <p>Guarantees:
 *
 * <ul>
 *   <li>the result does not depend on the number of threads, to the last bit;
 *   <li>at most {@link #tilesInFlight} tiles are in memory;
 *   <li>tiles without a valid pixel are not predicted;
 *   <li>the first failure ends the run and is thrown as it is;
 *   <li>interrupting the caller's thread ends the run; in either case all threads have ended, and
 *       neither source nor predictor is in use, when {@link #run} returns.
 * </ul>
 *
 * The caller opens and closes source and sink, and commits the sink:
 *
 * <pre>{@code
 * try (Journal journal = Journal.open(path, fingerprint, resume)) {
 *   new TiledInference(reader, journal.recording(predictor), threads, progress).run(sink::write);
 *   sink.commit();
 *   journal.delete();
 * }
 * }</pre>
 */
public final class TiledInference {
  private final TileReader reader;
  private final TilePredictor predictor;
  private final int threads;
  private final ProgressListener listener;
  private final Resampling toScene;

  /**
   * @param threads how many tiles are predicted at once
   * @throws IllegalArgumentException if there is no thread, or the predictor cannot take tiles of
   *     the plan's size
   */
  public TiledInference(
      TileReader reader, TilePredictor predictor, int threads, ProgressListener listener) {
    if (threads < 1) {
      throw new IllegalArgumentException("at least one thread is needed, not " + threads);
    }
    TilePlan plan = reader.plan();
    plan.requireSideMultiple(predictor.sideMultiple());
    this.reader = reader;
    this.predictor = predictor;
    this.threads = threads;
    this.listener = listener;
    this.toScene =
        Resampling.between(
            plan.tileWidth(),
            plan.tileHeight(),
            plan.grid().across().tile(),
            plan.grid().down().tile());
  }

  /** Tiles that are read, predicted or waiting for an earlier one, at most. */
  public static int tilesInFlight(int threads) {
    return 2 * threads + 1;
  }

  /**
   * Predicts the whole scene and hands its rows to {@code out}.
   *
   * @throws IOException what reading, predicting or writing threw first
   * @throws InterruptedException if the thread was interrupted
   */
  public InferenceSummary run(RowWriter out) throws IOException, InterruptedException {
    Run run = new Run(out);
    try {
      return run.toTheEnd();
    } catch (ClosedByInterruptException e) {
      Thread.interrupted();
      throw (InterruptedException) new InterruptedException("while writing").initCause(e);
    } finally {
      run.stop();
    }
  }

  private Contribution predicted(SceneTile sceneTile) throws IOException {
    Tile tile = sceneTile.tile();
    Prediction prediction = predictor.predict(tile);
    if (prediction.width() != tile.width()
        || prediction.height() != tile.height()
        || prediction.channels() != predictor.channels()) {
      throw new IllegalStateException(
          "the predictor gave %d x %d x %d values for tile %d, not %d x %d x %d"
              .formatted(
                  prediction.channels(),
                  prediction.height(),
                  prediction.width(),
                  tile.index(),
                  predictor.channels(),
                  tile.height(),
                  tile.width()));
    }
    float[] values = toScene.apply(prediction.values(), prediction.channels());
    return new Contribution(tile.index(), values, sceneTile.valid());
  }

  /** The threads and queues of one run. */
  private final class Run {
    private final TileGrid grid = reader.plan().grid();
    private final BlockingQueue<Future<Contribution>> done = new LinkedBlockingQueue<>();
    private final Semaphore room = new Semaphore(tilesInFlight(threads));
    private final ExecutorService reading =
        Executors.newSingleThreadExecutor(task -> new Thread(task, "tile-reader"));
    private final ExecutorService predicting =
        Executors.newFixedThreadPool(threads, task -> new Thread(task, "tile-predictor"));
    private final Mosaic mosaic;
    private final SeamMeter seams;

    Run(RowWriter out) {
      seams = new SeamMeter(grid);
      mosaic =
          new Mosaic(
              grid,
              predictor.channels(),
              rows -> {
                seams.observe(rows);
                out.write(rows);
              });
    }

    InferenceSummary toTheEnd() throws IOException, InterruptedException {
      long start = System.nanoTime();
      new ExecutorCompletionService<>(reading, done).submit(this::readAll);
      int tiles = 0;
      int skipped = 0;
      while (!mosaic.isComplete()) {
        Contribution contribution = outcome(done.take());
        if (contribution == null) {
          continue; // the reader has ended
        }
        tiles++;
        skipped += contribution.isNothing() ? 1 : 0;
        room.release(mosaic.add(contribution));
        listener.progress(
            new ProgressListener.Progress(
                tiles, skipped, grid.count(), mosaic.rowsWritten(), grid.height()));
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      return new InferenceSummary(tiles, skipped, seconds, seams.score());
    }

    /** Reads every tile in order and passes it on; its own future holds nothing but a failure. */
    private Contribution readAll() throws IOException, InterruptedException {
      CompletionService<Contribution> predictions =
          new ExecutorCompletionService<>(predicting, done);
      for (int index = 0; index < grid.count(); index++) {
        room.acquire();
        Optional<SceneTile> tile = reader.read(index);
        if (tile.isPresent()) {
          predictions.submit(() -> predicted(tile.get()));
        } else {
          done.add(CompletableFuture.completedFuture(Contribution.nothing(index)));
        }
      }
      return null;
    }

    private static Contribution outcome(Future<Contribution> future)
        throws IOException, InterruptedException {
      try {
        return future.get();
      } catch (ExecutionException e) {
        Throwable cause = e.getCause();
        if (cause instanceof IOException failure) {
          throw failure;
        } else if (cause instanceof RuntimeException failure) {
          throw failure;
        } else if (cause instanceof Error failure) {
          throw failure;
        }
        throw new IOException(cause);
      }
    }

    /** Ends all threads and waits for them, as the caller closes what they use. */
    void stop() {
      reading.shutdownNow();
      predicting.shutdownNow();
      boolean interrupted = false;
      while (!reading.isTerminated() || !predicting.isTerminated()) {
        try {
          reading.awaitTermination(1, TimeUnit.SECONDS);
          predicting.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}

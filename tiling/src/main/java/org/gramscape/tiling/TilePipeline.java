package org.gramscape.tiling;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.gramscape.geoio.raster.PixelBlock;

/**
 * Takes a scene's tiles through some work into a raster: one thread reads, several normalise and
 * work, the caller's blends and writes.
 *
 * <p>Guarantees:
 *
 * <ul>
 *   <li>the result does not depend on the number of threads, to the last bit;
 *   <li>at most {@link #tilesInFlight} tiles are in memory;
 *   <li>tiles without a valid pixel are passed over;
 *   <li>the first failure ends the run and is thrown as it is;
 *   <li>interrupting the caller's thread ends the run; in either case all threads have ended, and
 *       nothing of the caller's is in use, when {@link #run} returns.
 * </ul>
 */
public final class TilePipeline {

  /** What is made of a tile; called by several threads at once. */
  @FunctionalInterface
  public interface TileWork {

    /** The tile's share of the result, in pixels of the result. */
    Contribution contribution(SceneTile tile) throws IOException;
  }

  private final TileReader reader;
  private final TileWork work;
  private final TileGrid grid;
  private final int channels;
  private final int threads;
  private final ProgressListener listener;
  private final SeamMeter seams;

  /**
   * @param grid the reader's tiles in pixels of the result, which may be others than the scene's
   * @param channels of the result
   * @param threads how many tiles are worked on at once
   * @throws IllegalArgumentException if there is no thread, or the grid has other tiles than the
   *     reader's
   */
  public TilePipeline(
      TileReader reader,
      TileWork work,
      TileGrid grid,
      int channels,
      int threads,
      ProgressListener listener) {
    this(reader, work, grid, channels, threads, listener, new SeamMeter(grid, 1, 1));
  }

  /**
   * @param seams of a run that has not begun
   */
  TilePipeline(
      TileReader reader,
      TileWork work,
      TileGrid grid,
      int channels,
      int threads,
      ProgressListener listener,
      SeamMeter seams) {
    if (threads < 1) {
      throw new IllegalArgumentException("at least one thread is needed, not " + threads);
    }
    TileGrid read = reader.plan().grid();
    if (read.across().count() != grid.across().count()
        || read.down().count() != grid.down().count()) {
      throw new IllegalArgumentException("tiles of " + grid + " are not those of " + read);
    }
    this.reader = reader;
    this.work = work;
    this.grid = grid;
    this.channels = channels;
    this.threads = threads;
    this.listener = listener;
    this.seams = seams;
  }

  /** Tiles that are read, worked on or waiting for an earlier one, at most. */
  public static int tilesInFlight(int threads) {
    return 2 * threads + 1;
  }

  /**
   * Takes all tiles and hands the result's rows to {@code out}.
   *
   * @throws IOException what reading, working or writing threw first
   * @throws InterruptedException if the thread was interrupted
   */
  public InferenceSummary run(RowWriter out) throws IOException, InterruptedException {
    Run run = new Run(out);
    try {
      return run.toTheEnd();
    } catch (ClosedByInterruptException | InterruptedIOException e) {
      if (!Thread.interrupted()) {
        throw e; // a time-out of the network, for one
      }
      throw (InterruptedException) new InterruptedException("while writing").initCause(e);
    } finally {
      run.stop();
    }
  }

  /** The threads and queues of one run. */
  private final class Run {
    private final BlockingQueue<Future<Contribution>> done = new LinkedBlockingQueue<>();
    private final Semaphore room = new Semaphore(tilesInFlight(threads));
    private final ExecutorService reading =
        Executors.newSingleThreadExecutor(task -> new Thread(task, "tile-reader"));
    private final ExecutorService working =
        Executors.newFixedThreadPool(threads, task -> new Thread(task, "tile-worker"));
    private final Mosaic mosaic;

    Run(RowWriter out) {
      mosaic =
          new Mosaic(
              grid,
              channels,
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
      CompletionService<Contribution> contributions =
          new ExecutorCompletionService<>(working, done);
      for (int index = 0; index < grid.count(); index++) {
        room.acquire();
        int tile = index;
        PixelBlock stored = reader.stored(tile);
        contributions.submit(() -> contribution(tile, stored));
      }
      return null;
    }

    private Contribution contribution(int index, PixelBlock stored) throws IOException {
      Optional<SceneTile> tile = reader.tile(index, stored);
      return tile.isPresent() ? work.contribution(tile.get()) : Contribution.nothing(index);
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
      working.shutdownNow();
      boolean interrupted = false;
      while (!reading.isTerminated() || !working.isTerminated()) {
        try {
          reading.awaitTermination(1, TimeUnit.SECONDS);
          working.awaitTermination(1, TimeUnit.SECONDS);
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

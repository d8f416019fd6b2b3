package org.gramscape.tiling;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.gramscape.geoio.raster.Window;

/**
 * Computes before a run starts whether it can end: its memory, its disk, its time.
 *
 * @param bands bands that are read
 * @param modelMemory bytes that the model's weights take, whatever the number of threads
 */
public record Preflight(TilePlan plan, int bands, TilePredictor predictor, long modelMemory) {

  /** What Java itself and the libraries take in the heap. */
  private static final long BASE = 64L << 20;

  /** What they take outside it: measured, with libtorch. */
  private static final long PROCESS = 192L << 20;

  /** Rows that a sink holds until a row of its own tiles is full. */
  private static final long SINK_ROWS = 512;

  /**
   * Memory for {@code threads} predictions at once, with a quarter of the heap to spare: the
   * garbage collector cannot fill it to the brim.
   */
  public MemoryNeed memory(int threads) {
    TileGrid grid = plan.grid();
    long window = (long) grid.across().tile() * grid.down().tile();
    long tile = (long) plan.tileWidth() * plan.tileHeight();
    long channels = predictor.channels();
    // as stored, with their validity; normalised, with their places
    long samples = window * (bands * (Double.BYTES + 1L + Float.BYTES) + Integer.BYTES + 1);
    // for the model, with validity; the prediction, there and in the scene's pixels
    long predicted = tile * ((bands + channels) * Float.BYTES + 1) + window * (channels * 4 + 1);
    long resampling = plan.resamples() ? 3L * Double.BYTES * Math.max(window, tile) : 0;
    long sink = 2 * SINK_ROWS * grid.width() * channels * Float.BYTES;
    long heap =
        BASE
            + sink
            + Mosaic.memory(grid, predictor.channels())
            + TilePipeline.tilesInFlight(threads) * (samples + predicted)
            + (threads + 1) * resampling;
    long model =
        modelMemory + threads * predictor.workingMemory(plan.tileWidth(), plan.tileHeight());
    return new MemoryNeed(
        new ByteSize(heap + heap / 4), new ByteSize(model), new ByteSize(PROCESS));
  }

  /**
   * The most threads, up to {@code wanted}, whose memory the budget allows.
   *
   * @throws NotEnoughResourcesException if there is not enough for a single one
   */
  public int threadsWithin(MemoryBudget budget, int wanted) throws NotEnoughResourcesException {
    for (int threads = wanted; threads >= 1; threads--) {
      if (memory(threads).fits(budget)) {
        return threads;
      }
    }
    MemoryNeed least = memory(1);
    String tile =
        "a smaller --tile (now %d)".formatted(Math.max(plan.tileWidth(), plan.tileHeight()));
    if (least.heap().bytes() > budget.heap().bytes()) {
      throw new NotEnoughResourcesException(
          "not enough memory: blending needs %s of Java heap with --threads 1, and %s are allowed; take %s or a larger heap (java -Xmx)"
              .formatted(least.heap(), budget.heap(), tile));
    }
    throw new NotEnoughResourcesException(
        "not enough memory: %s needed with --threads 1 (%s for the model, %s for blending, %s for Java and the libraries), and %s are allowed; take %s or a larger --max-memory"
            .formatted(
                least.total(), least.model(), least.heap(), least.process(), budget.total(), tile));
  }

  /**
   * Checks that output, the sink's temporary file and the journal fit onto the output's disk.
   *
   * @param outputBytes the output's size before compression, overviews included
   * @return the bytes that are needed at most
   * @throws NotEnoughResourcesException if they do not fit
   * @throws IOException if the output's folder cannot be asked
   */
  public ByteSize requireDisk(Path output, long outputBytes) throws IOException {
    Path folder = output.toAbsolutePath().getParent();
    ByteSize free = new ByteSize(Files.getFileStore(folder).getUsableSpace());
    ByteSize journal = new ByteSize(Journal.estimate(plan, predictor.channels()));
    ByteSize need = new ByteSize(2 * outputBytes + journal.bytes());
    if (need.bytes() > free.bytes()) {
      throw new NotEnoughResourcesException(
          "not enough disk: %s needed in %s (%s for the output, as much for its temporary file, %s for the journal), and %s are free; make room, write elsewhere, or take a smaller --overlap"
              .formatted(need, folder, new ByteSize(outputBytes), journal, free));
    }
    return need;
  }

  /**
   * The run's time in seconds, from predicting one empty tile, of index -1, with each thread at
   * once. The caller's other work is not in it.
   *
   * @throws IOException what the predictor threw
   */
  public double estimateSeconds(int threads) throws IOException, InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      long start = System.nanoTime();
      Callable<Prediction> work = () -> predictor.predict(emptyTile());
      for (Future<Prediction> prediction : pool.invokeAll(Collections.nCopies(threads, work))) {
        prediction.get();
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      return seconds / threads * plan.grid().count();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }

  /** A tile of nothing but the mean. */
  private Tile emptyTile() {
    int width = plan.tileWidth();
    int height = plan.tileHeight();
    Window window = plan.grid().window(0);
    float[] samples = new float[bands * width * height];
    boolean[] valid = new boolean[width * height];
    Arrays.fill(valid, true);
    return new Tile(-1, window, bands, width, height, samples, valid);
  }
}

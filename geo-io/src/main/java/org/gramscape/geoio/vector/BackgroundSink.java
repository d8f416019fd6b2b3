package org.gramscape.geoio.vector;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Writes features to another sink on a thread of its own, so that the next ones are made meanwhile.
 *
 * <p>A few thousand features wait at most. What the other sink throws comes out of a later call, at
 * the latest out of {@link #commit}.
 */
public final class BackgroundSink implements VectorSink {
  private static final int FEATURES_A_BATCH = 512;
  private static final int MOST_BATCHES = 4;

  private final VectorSink sink;
  private final ExecutorService writer;
  private final Queue<Future<?>> batches = new ArrayDeque<>();
  private List<Feature> batch = new ArrayList<>(FEATURES_A_BATCH);

  /** Takes over the sink. */
  public BackgroundSink(VectorSink sink) {
    this.sink = sink;
    this.writer = Executors.newSingleThreadExecutor(task -> new Thread(task, "vector-sink"));
  }

  @Override
  public void write(Feature feature) throws IOException {
    batch.add(feature);
    if (batch.size() == FEATURES_A_BATCH) {
      handOver();
      if (batches.size() == MOST_BATCHES) {
        await(batches.remove());
      }
    }
  }

  private void handOver() {
    List<Feature> features = batch;
    batch = new ArrayList<>(FEATURES_A_BATCH);
    batches.add(
        writer.submit(
            () -> {
              for (Feature feature : features) {
                sink.write(feature);
              }
              return null;
            }));
  }

  private static void await(Future<?> batch) throws IOException {
    try {
      batch.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while features were written");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error failure) {
        throw failure;
      }
      throw new IOException(e.getCause());
    }
  }

  @Override
  public void commit() throws IOException {
    handOver();
    while (!batches.isEmpty()) {
      await(batches.remove());
    }
    sink.commit();
  }

  /** Waits for the feature that is being written. */
  @Override
  public void close() throws IOException {
    writer.shutdownNow();
    boolean interrupted = false;
    while (!writer.isTerminated()) {
      try {
        writer.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    sink.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

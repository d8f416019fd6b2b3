package org.gramscape.model.ssl.data;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Has what the next iterations need made in the background, one iteration after another, two ahead
 * of the one that is taken. For one taking thread.
 */
public final class Prefetch<T> implements AutoCloseable {
  private static final int AHEAD = 2;

  /** Makes what an iteration needs. */
  @FunctionalInterface
  public interface Maker<T> {

    /** The same for the same iteration, whatever was made before. */
    T make(long iteration) throws IOException;
  }

  private final Maker<T> maker;
  private final long iterations;
  private final Map<Long, Future<T>> made = new TreeMap<>();
  private final ExecutorService background =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "prefetch");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * Begins nothing yet.
   *
   * @param iterations from this one on, nothing is made ahead
   */
  public Prefetch(Maker<T> maker, long iterations) {
    this.maker = maker;
    this.iterations = iterations;
  }

  /**
   * What an iteration needs, waiting until it is made. Any iteration may be taken next; in order it
   * is quickest.
   *
   * @throws IOException of this very iteration's making; again when it is taken again
   */
  public T take(long iteration) throws IOException {
    made.keySet().removeIf(other -> other < iteration || other > iteration + AHEAD);
    made.computeIfAbsent(iteration, this::begin);
    for (long next = iteration + 1; next <= iteration + AHEAD && next < iterations; next++) {
      made.computeIfAbsent(next, this::begin);
    }
    try {
      return made.remove(iteration).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for the batch");
    } catch (ExecutionException e) {
      throw rethrown(e.getCause());
    }
  }

  private Future<T> begin(long iteration) {
    return background.submit(() -> maker.make(iteration));
  }

  private static IOException rethrown(Throwable cause) {
    if (cause instanceof RuntimeException runtime) {
      throw runtime;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return (IOException) cause;
  }

  /** Returns when nothing is being made any more. */
  @Override
  public void close() {
    background.shutdownNow();
    try {
      background.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

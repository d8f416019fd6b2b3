package org.gramscape.model.ssl.data;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongPredicate;

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
  private final Consumer<T> discard;
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
   * @param discard takes what was made and will not be taken
   * @param iterations from this one on, nothing is made ahead
   */
  public Prefetch(Maker<T> maker, Consumer<T> discard, long iterations) {
    this.maker = maker;
    this.discard = discard;
    this.iterations = iterations;
  }

  /**
   * What an iteration needs, waiting until it is made. Any iteration may be taken next; in order it
   * is quickest.
   *
   * @throws IOException of this very iteration's making; again when it is taken again
   */
  public T take(long iteration) throws IOException {
    discard(other -> other < iteration || other > iteration + AHEAD);
    made.computeIfAbsent(iteration, this::begin);
    for (long next = iteration + 1; next <= iteration + AHEAD && next < iterations; next++) {
      made.computeIfAbsent(next, this::begin);
    }
    try {
      T taken = made.get(iteration).get();
      made.remove(iteration);
      return taken;
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

  private void discard(LongPredicate which) {
    made.entrySet()
        .removeIf(
            one -> {
              boolean unwanted = which.test(one.getKey());
              if (unwanted) {
                background.execute(() -> discard(one.getValue()));
              }
              return unwanted;
            });
  }

  /** On the thread that makes them, one after another, so this one is made, or never will be. */
  private void discard(Future<T> unwanted) {
    try {
      discard.accept(unwanted.get());
    } catch (InterruptedException | ExecutionException | CancellationException e) {
      // There is nothing to discard.
    }
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
    made.values().forEach(future -> future.cancel(false));
    discard(any -> true);
    background.shutdown();
    try {
      background.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

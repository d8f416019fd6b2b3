package org.gramscape.geoio.raster.gdal;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.gdal.gdal.Dataset;
import org.gdal.gdal.gdal;

/**
 * What became of an attempt to open a dataset.
 *
 * <p>A call into native code can't be broken off. So that a pipe that nobody writes to, or a file
 * that leads a reader in circles, does not hold up the program, a thread of its own makes the call,
 * and is left behind if it takes too long.
 *
 * @param dataset to be closed by the caller, and from now on of its thread; null if GDAL could not
 *     open it
 * @param said why not
 */
public record GdalOpening(Dataset dataset, String said) {
  /** Longer than GDAL waits for a server that is silent. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /**
   * Asks GDAL to open something, for two minutes at most.
   *
   * @param name a file, or anything that GDAL understands
   * @param flags what to open it as ({@code GDALOpenEx})
   * @throws InterruptedIOException if this thread is interrupted meanwhile
   */
  public static GdalOpening of(String name, long flags) throws InterruptedIOException {
    return of(name, flags, PATIENCE);
  }

  static GdalOpening of(String name, long flags, Duration patience) throws InterruptedIOException {
    CompletableFuture<GdalOpening> attempt = new CompletableFuture<>();
    Thread opening = new Thread(() -> open(name, flags, attempt), "gdal-open");
    opening.setDaemon(true);
    opening.start();
    try {
      return attempt.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      String late = "it has not opened it after " + patience.toSeconds() + " s";
      attempt.complete(new GdalOpening(null, late));
      return attempt.join();
    } catch (InterruptedException e) {
      attempt.cancel(false);
      throw new InterruptedIOException("interrupted while opening " + name);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private static void open(String name, long flags, CompletableFuture<GdalOpening> attempt) {
    try {
      gdal.ErrorReset();
      Dataset dataset = gdal.OpenEx(name, flags);
      // Its messages are this thread's.
      boolean wanted =
          attempt.complete(
              new GdalOpening(dataset, dataset == null ? GdalBackend.lastError() : ""));
      if (!wanted && dataset != null) {
        dataset.delete();
      }
    } catch (RuntimeException e) {
      attempt.completeExceptionally(e);
    }
  }
}

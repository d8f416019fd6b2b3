package org.gramscape.training.scenes;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Window;

/**
 * Readers that stay open between windows, each used by one thread at a time. As many files are open
 * as threads read, and at most {@value #MOST_IDLE} more.
 */
final class OpenScenes implements AutoCloseable {
  private static final int MOST_IDLE = 32;

  private record Reader(Scene scene, RasterSource source) {}

  /** The one that was used last comes first. */
  private final Deque<Reader> idle = new ArrayDeque<>();

  Samples read(Scene scene, Window window) throws IOException {
    Reader reader = take(scene);
    try {
      Samples samples = scene.read(reader.source(), window);
      giveBack(reader);
      return samples;
    } catch (IOException | RuntimeException e) {
      reader.source().close();
      throw e;
    }
  }

  private Reader take(Scene scene) throws IOException {
    synchronized (idle) {
      for (Iterator<Reader> readers = idle.iterator(); readers.hasNext(); ) {
        Reader reader = readers.next();
        if (reader.scene() == scene) {
          readers.remove();
          return reader;
        }
      }
    }
    return new Reader(scene, scene.open());
  }

  private void giveBack(Reader reader) throws IOException {
    Reader last = null;
    synchronized (idle) {
      idle.addFirst(reader);
      if (idle.size() > MOST_IDLE) {
        last = idle.removeLast();
      }
    }
    if (last != null) {
      last.source().close();
    }
  }

  /** For when nobody reads any more. */
  @Override
  public void close() throws IOException {
    synchronized (idle) {
      for (Reader reader : idle) {
        reader.source().close();
      }
      idle.clear();
    }
  }
}

package org.gramscape.geoio.vector;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Spliterator;
import java.util.Spliterators.AbstractSpliterator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Features from a reader that gives one after the other. */
public final class FeatureStream {
  private FeatureStream() {}

  /** Gives features in file order. */
  public interface Reader extends Closeable {
    /** The next feature, or null after the last. */
    Feature next() throws IOException;
  }

  /**
   * The reader's features; closing the stream closes the reader. What the reader throws comes out
   * of the stream in an {@link UncheckedIOException}.
   */
  public static Stream<Feature> of(Reader reader) {
    Spliterator<Feature> features =
        new AbstractSpliterator<>(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL) {
          @Override
          public boolean tryAdvance(Consumer<? super Feature> action) {
            try {
              Feature feature = reader.next();
              if (feature == null) {
                return false;
              }
              action.accept(feature);
              return true;
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }
        };
    return StreamSupport.stream(features, false)
        .onClose(
            () -> {
              try {
                reader.close();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }
}

package org.gramscape.geoio.vector;

import java.io.IOException;

/**
 * A vector layer that is written feature by feature and appears whole or not at all.
 *
 * <p>Closing without {@link #commit} leaves nothing behind, and an existing file untouched.
 */
public interface VectorSink extends AutoCloseable {

  /**
   * @throws IllegalArgumentException if the attributes do not fit the schema
   */
  void write(Feature feature) throws IOException;

  /** Finishes the file and puts it in its place. */
  void commit() throws IOException;

  @Override
  void close() throws IOException;
}

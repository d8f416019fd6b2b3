package org.gramscape.geoio.raster;

import java.io.IOException;

/**
 * A raster that is written from top to bottom and appears whole or not at all.
 *
 * <p>Closing without {@link #commit} leaves nothing behind, and an existing file untouched.
 */
public interface RasterSink extends AutoCloseable {

  /**
   * Writes the next rows, of full width and with every band; invalid samples become nodata.
   *
   * @throws IllegalArgumentException if the block is not the one that comes next
   */
  void write(PixelBlock rows) throws IOException;

  /** Finishes the file and puts it in its place. */
  void commit() throws IOException;

  @Override
  void close() throws IOException;
}

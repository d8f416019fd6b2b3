package org.gramscape.geoio.vector;

import java.io.IOException;
import java.util.stream.Stream;

/** One layer of a vector file. */
public interface VectorSource extends AutoCloseable {

  LayerSchema schema();

  /**
   * The features in file order, longitude or easting first; the stream must be closed before the
   * source is.
   *
   * @throws org.gramscape.geoio.InvalidVectorException if the file is damaged
   */
  Stream<Feature> features() throws IOException;

  @Override
  void close() throws IOException;
}

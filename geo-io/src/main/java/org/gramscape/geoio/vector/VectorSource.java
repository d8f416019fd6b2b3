package org.gramscape.geoio.vector;

import java.io.IOException;
import java.util.stream.Stream;

/** One layer of a vector file. */
public interface VectorSource extends AutoCloseable {

  /** What messages call it: its file. */
  String name();

  LayerSchema schema();

  /**
   * The features in file order, longitude or easting first; the stream must be closed before the
   * source is. Features without geometry may be left out.
   *
   * <p>Damage that shows only on the way comes out of the stream as an {@link
   * java.io.UncheckedIOException} around an {@link org.gramscape.geoio.InvalidVectorException}.
   *
   * @throws org.gramscape.geoio.InvalidVectorException if the file is damaged
   */
  Stream<Feature> features() throws IOException;

  @Override
  void close() throws IOException;
}

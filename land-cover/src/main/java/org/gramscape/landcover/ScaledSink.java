package org.gramscape.landcover;

import java.io.IOException;
import java.util.function.DoubleUnaryOperator;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterSink;

/** Writes what is stored for each sample. */
record ScaledSink(RasterSink sink, DoubleUnaryOperator stored) implements RasterSink {

  @Override
  public void write(PixelBlock rows) throws IOException {
    for (int i = 0; i < rows.samples().length; i++) {
      rows.samples()[i] = stored.applyAsDouble(rows.samples()[i]);
    }
    sink.write(rows);
  }

  @Override
  public void commit() throws IOException {
    sink.commit();
  }

  @Override
  public void close() throws IOException {
    sink.close();
  }
}

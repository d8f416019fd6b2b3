package org.gramscape.geoio.raster;

import java.io.IOException;

/** A raster that is read window by window; used by one thread at a time. */
public interface RasterSource extends AutoCloseable {

  RasterInfo info();

  /**
   * The samples of {@code bands} (0-based, in the order given) within {@code window}.
   *
   * <p>A sample is invalid where it equals its band's nodata value, is NaN, or is switched off by a
   * mask or alpha band.
   *
   * @throws org.gramscape.geoio.InvalidRasterException if the file is damaged there
   * @throws IllegalArgumentException if window or bands lie outside the raster
   */
  PixelBlock read(Window window, int... bands) throws IOException;

  @Override
  void close() throws IOException;
}

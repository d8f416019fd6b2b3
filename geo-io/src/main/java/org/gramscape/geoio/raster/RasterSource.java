package org.gramscape.geoio.raster;

import java.io.IOException;
import java.util.Optional;
import org.gramscape.geoio.GeoTransform;

/** A raster that is read window by window; used by one thread at a time. */
public interface RasterSource extends AutoCloseable {

  RasterInfo info();

  /**
   * Where the pixels' corners are in coordinates of a CRS that the file does not say, or that is
   * not understood; empty if there is a georeference, or no grid either.
   */
  default Optional<GeoTransform> unnamedGrid() {
    return Optional.empty();
  }

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

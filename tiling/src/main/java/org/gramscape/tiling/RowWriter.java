package org.gramscape.tiling;

import java.io.IOException;
import org.gramscape.geoio.raster.PixelBlock;

/** Takes a raster's rows, in full width, from top to bottom. */
@FunctionalInterface
public interface RowWriter {

  /**
   * @param rows {@code [channels, rows, width]}; not kept by the caller
   */
  void write(PixelBlock rows) throws IOException;
}

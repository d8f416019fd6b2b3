package org.gramscape.geoio.raster;

import java.io.IOException;
import java.util.Optional;
import org.gramscape.geoio.Georeference;

/**
 * A raster that is taken to lie where its file does not say.
 *
 * @param raster taken over
 * @param info as the raster's, but for the place
 */
public record PlacedSource(RasterSource raster, RasterInfo info) implements RasterSource {

  /** Takes over a raster, and places it. */
  public static PlacedSource at(RasterSource raster, Georeference place) {
    RasterInfo own = raster.info();
    return new PlacedSource(
        raster, own.withGrid(own.width(), own.height(), Optional.of(place), ""));
  }

  @Override
  public PixelBlock read(Window window, int... bands) throws IOException {
    return raster.read(window, bands);
  }

  @Override
  public void close() throws IOException {
    raster.close();
  }
}

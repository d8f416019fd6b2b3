package org.gramscape.training.probe;

import java.io.IOException;
import java.util.Optional;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Window;

/**
 * A raster of what is known of a scene. One without a georeference is taken to cover the scene
 * exactly if its sides have the same proportion, as masks drawn on a picture do.
 */
record PlacedTruth(RasterSource raster, RasterInfo info) implements RasterSource {
  private static final double PROPORTION_TOLERANCE = 0.02;

  /** Takes over the raster; itself if it has a georeference, or can have none. */
  static RasterSource of(RasterSource raster, RasterInfo scene) throws IOException {
    RasterInfo own = raster.info();
    double across = (double) scene.width() / own.width();
    double down = (double) scene.height() / own.height();
    if (own.georeference().isPresent() || Math.abs(across / down - 1) > PROPORTION_TOLERANCE) {
      return raster;
    }
    return new PlacedTruth(
        raster,
        own.withGrid(
            own.width(),
            own.height(),
            Optional.of(scene.requireGeoreference().scaled(across, down)),
            ""));
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

package org.gramscape.training.probe;

import java.io.IOException;
import org.gramscape.geoio.raster.PlacedSource;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;

/**
 * A raster of what is known of a scene. One without a georeference is taken to cover the scene
 * exactly if its sides have the same proportion, as masks drawn on a picture do.
 */
final class PlacedTruth {
  private static final double PROPORTION_TOLERANCE = 0.02;

  private PlacedTruth() {}

  /** Takes over the raster; itself if it has a georeference, or can have none. */
  static RasterSource of(RasterSource raster, RasterInfo scene) throws IOException {
    RasterInfo own = raster.info();
    double across = (double) scene.width() / own.width();
    double down = (double) scene.height() / own.height();
    if (own.georeference().isPresent() || Math.abs(across / down - 1) > PROPORTION_TOLERANCE) {
      return raster;
    }
    return PlacedSource.at(raster, scene.requireGeoreference().scaled(across, down));
  }
}

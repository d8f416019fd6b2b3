package org.gramscape.geoio.raster;

import java.io.IOException;
import java.util.Optional;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.GeoTransform;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.PixelInterpretation;

/**
 * What a person says of rasters that have a grid, but no CRS that is understood.
 *
 * @param same whether it is that of another raster of the same ground
 * @param crs if it is another one
 */
public record AssumedCrs(boolean same, Optional<Crs> crs) {

  /** Nothing: such rasters are refused. */
  public static final AssumedCrs NONE = new AssumedCrs(false, Optional.empty());

  /**
   * {@code same} or {@code EPSG:32617}.
   *
   * @throws IllegalArgumentException if it is neither
   */
  public static AssumedCrs parse(String text) {
    if (text.equals("same")) {
      return new AssumedCrs(true, Optional.empty());
    }
    try {
      return new AssumedCrs(false, Optional.of(Crs.parse(text)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          e.getMessage() + "; same stands for the CRS of the other raster", e);
    }
  }

  /**
   * Takes over a raster, and places it if it has a grid alone.
   *
   * @param other a raster of the same ground
   * @return the raster itself if it says where it is, or has no grid either
   * @throws InvalidRasterException if its CRS is missing and nothing is said of it
   */
  public RasterSource placing(RasterSource raster, RasterInfo other) throws IOException {
    Optional<GeoTransform> grid = raster.unnamedGrid();
    if (grid.isEmpty()) {
      return raster;
    }
    try {
      return PlacedSource.at(
          raster,
          new Georeference(crs(raster.info(), other), grid.get(), PixelInterpretation.AREA));
    } catch (IOException | RuntimeException e) {
      raster.close();
      throw e;
    }
  }

  private Crs crs(RasterInfo raster, RasterInfo other) throws InvalidRasterException {
    if (same) {
      return other.requireGeoreference().crs();
    }
    return crs.orElseThrow(
        () ->
            new InvalidRasterException(
                "%s: %s; or say --assume-crs same, for the CRS of %s, or --assume-crs EPSG:CODE"
                    .formatted(raster.name(), raster.whyNot(), other.name())));
  }
}

package org.gramscape.canopy;

import java.io.IOException;
import org.gramscape.geoio.GeoTransform;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.tiling.CellGrid;

/** The ground that heights have in common with their image, or with a map. */
final class Overlap {
  private Overlap() {}

  /**
   * Makes sure that there is some.
   *
   * @throws UnsuitableHeightsException if not
   */
  static void require(RasterInfo heights, RasterInfo image) throws IOException {
    boolean overlaps =
        new CellGrid(heights.requireGeoreference(), 1, 1, heights.width(), heights.height())
            .around(image.requireGeoreference(), image.width(), image.height())
            .isPresent();
    if (!overlaps) {
      throw new UnsuitableHeightsException(
          "%s does not overlap %s: the first spans %s, the second %s; check the CRS of both"
              .formatted(heights.name(), image.name(), extent(heights), extent(image)));
    }
  }

  private static String extent(RasterInfo info) throws IOException {
    var georeference = info.requireGeoreference();
    GeoTransform transform = georeference.transform();
    return "x %.1f to %.1f, y %.1f to %.1f in %s"
        .formatted(
            transform.x(0, 0),
            transform.x(info.width(), info.height()),
            transform.y(info.width(), info.height()),
            transform.y(0, 0),
            georeference.crs());
  }
}

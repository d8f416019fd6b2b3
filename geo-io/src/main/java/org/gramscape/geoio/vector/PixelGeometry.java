package org.gramscape.geoio.vector;

import org.gramscape.geoio.Crs;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.LonLat;
import org.gramscape.geoio.UnsupportedCrsException;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateSequence;
import org.locationtech.jts.geom.CoordinateSequenceFilter;
import org.locationtech.jts.geom.Geometry;

/** Geometries in a raster's pixels. */
public final class PixelGeometry {
  private PixelGeometry() {}

  /**
   * A geometry with each vertex in a raster's pixels, x the column and y the row, from the corner
   * of the first; lines between vertices stay straight.
   *
   * @throws UnsupportedCrsException if either CRS is not defined there
   */
  public static Geometry of(Geometry geometry, Crs crs, Georeference raster)
      throws UnsupportedCrsException {
    ToPixels toPixels = new ToPixels(crs, raster);
    Geometry moved = geometry.copy();
    moved.apply(toPixels);
    if (toPixels.failure != null) {
      throw toPixels.failure;
    }
    return moved;
  }

  private static final class ToPixels implements CoordinateSequenceFilter {
    private final Crs crs;
    private final Georeference raster;
    private UnsupportedCrsException failure;

    ToPixels(Crs crs, Georeference raster) {
      this.crs = crs;
      this.raster = raster;
    }

    @Override
    public void filter(CoordinateSequence sequence, int i) {
      double x = sequence.getX(i);
      double y = sequence.getY(i);
      if (!crs.equals(raster.crs())) {
        try {
          LonLat place = crs.toLonLat(x, y);
          double[] there = raster.crs().fromLonLat(place);
          x = there[0];
          y = there[1];
        } catch (UnsupportedCrsException e) {
          failure = e;
          return;
        }
      }
      sequence.setOrdinate(i, Coordinate.X, raster.transform().column(x, y));
      sequence.setOrdinate(i, Coordinate.Y, raster.transform().row(x, y));
    }

    @Override
    public boolean isDone() {
      return failure != null;
    }

    @Override
    public boolean isGeometryChanged() {
      return true;
    }
  }
}

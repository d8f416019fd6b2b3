package org.gramscape.landcover.objects;

import org.gramscape.geoio.GeoTransform;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.PixelGround;
import org.gramscape.geoio.UnsupportedCrsException;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.geom.util.AffineTransformation;

/**
 * Metres east and north around the middle of a raster, in which right angles are right also where
 * the CRS has degrees.
 */
record GroundFrame(AffineTransformation forth, AffineTransformation back) {

  static GroundFrame of(Georeference place, int width, int height) throws UnsupportedCrsException {
    PixelGround ground = place.pixelGround(width / 2.0, height / 2.0);
    GeoTransform transform = place.transform();
    double x = transform.x(width / 2.0, height / 2.0);
    double y = transform.y(width / 2.0, height / 2.0);
    // From the CRS to pixels, and from there to the ground.
    double columnPerX = transform.column(x + 1, y) - transform.column(x, y);
    double columnPerY = transform.column(x, y + 1) - transform.column(x, y);
    double rowPerX = transform.row(x + 1, y) - transform.row(x, y);
    double rowPerY = transform.row(x, y + 1) - transform.row(x, y);
    AffineTransformation forth =
        new AffineTransformation(
            ground.eastAcross() * columnPerX + ground.eastDown() * rowPerX,
            ground.eastAcross() * columnPerY + ground.eastDown() * rowPerY,
            0,
            ground.northAcross() * columnPerX + ground.northDown() * rowPerX,
            ground.northAcross() * columnPerY + ground.northDown() * rowPerY,
            0);
    AffineTransformation moved = AffineTransformation.translationInstance(-x, -y).compose(forth);
    try {
      return new GroundFrame(moved, moved.getInverse());
    } catch (org.locationtech.jts.geom.util.NoninvertibleTransformationException e) {
      throw new IllegalStateException(e);
    }
  }

  Polygon toMetres(Polygon polygon) {
    return (Polygon) forth.transform(polygon);
  }

  Polygon fromMetres(Polygon polygon) {
    return (Polygon) back.transform(polygon);
  }
}

package org.gramscape.cli.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.stream.Stream;
import org.gramscape.geoio.GeoTransform;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.vector.Feature;
import org.gramscape.geoio.vector.VectorSource;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;

/** Polygons over the picture of a scene, in the colours of their classes. */
public final class PolygonPicture {
  private static final int FILL_OPACITY = 110;
  private static final float LINE = 1.4f;

  private PolygonPicture() {}

  /**
   * Draws polygons.
   *
   * @param background the scene's picture
   * @param scene where the picture lies; polygons are in its CRS
   * @param palette by the attribute {@code class}
   */
  public static Picture of(
      Picture background, RasterInfo scene, VectorSource polygons, Palette palette)
      throws IOException {
    GeoTransform transform = scene.requireGeoreference().transform();
    BufferedImage image = background.image();
    double scale = (double) image.getWidth() / scene.width();
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setStroke(new BasicStroke(LINE));
    try (Stream<Feature> features = polygons.features()) {
      features.forEach(
          feature -> {
            int rgb = palette.color(((Number) feature.attributes().get("class")).doubleValue());
            Path2D outline = outline(feature.geometry(), transform, scale);
            graphics.setColor(new Color(rgb | FILL_OPACITY << 24, true));
            graphics.fill(outline);
            graphics.setColor(new Color(rgb));
            graphics.draw(outline);
          });
    }
    graphics.dispose();
    return new Picture(image);
  }

  private static Path2D outline(Geometry geometry, GeoTransform transform, double scale) {
    Path2D path = new Path2D.Double(Path2D.WIND_EVEN_ODD);
    for (int part = 0; part < geometry.getNumGeometries(); part++) {
      if (geometry.getGeometryN(part) instanceof Polygon polygon) {
        add(path, polygon.getExteriorRing(), transform, scale);
        for (int hole = 0; hole < polygon.getNumInteriorRing(); hole++) {
          add(path, polygon.getInteriorRingN(hole), transform, scale);
        }
      }
    }
    return path;
  }

  private static void add(Path2D path, LinearRing ring, GeoTransform transform, double scale) {
    boolean first = true;
    for (Coordinate c : ring.getCoordinates()) {
      double x = transform.column(c.x, c.y) * scale;
      double y = transform.row(c.x, c.y) * scale;
      if (first) {
        path.moveTo(x, y);
        first = false;
      } else {
        path.lineTo(x, y);
      }
    }
    path.closePath();
  }
}

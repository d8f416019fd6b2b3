package org.gramscape.geoio;

import net.sf.geographiclib.Geodesic;
import net.sf.geographiclib.PolygonArea;
import net.sf.geographiclib.PolygonResult;
import org.locationtech.jts.geom.CoordinateSequence;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.Polygon;

/**
 * Areas and perimeters on the WGS 84 ellipsoid (Karney 2013, "Algorithms for geodesics").
 *
 * <p>Edges of a geographic CRS are taken as geodesics. A straight edge of a projected CRS is not
 * one, so it is cut into pieces of at most 100 m before it is measured.
 */
public final class GeodesicArea {

  /** Longest piece of a projected edge; the sagitta over 100 m is below a millimetre. */
  private static final double LONGEST_PIECE_METRES = 100;

  /** Keeps one absurd edge from taking all memory and time. */
  private static final double MOST_PIECES = 100_000;

  private GeodesicArea() {}

  /**
   * The area in square metres of a geometry's polygons, holes taken out; 0 for points and lines.
   *
   * @throws UnsupportedCrsException if a vertex lies where the CRS is not defined
   */
  public static double squareMetres(Geometry geometry, Crs crs) throws UnsupportedCrsException {
    double area = 0;
    for (int i = 0; i < geometry.getNumGeometries(); i++) {
      Geometry part = geometry.getGeometryN(i);
      if (part instanceof Polygon polygon && !polygon.isEmpty()) {
        area += Math.abs(measure(polygon.getExteriorRing(), crs).area);
        for (int hole = 0; hole < polygon.getNumInteriorRing(); hole++) {
          area -= Math.abs(measure(polygon.getInteriorRingN(hole), crs).area);
        }
      }
    }
    return area;
  }

  /**
   * The length in metres of the outlines of a geometry's polygons, holes included; 0 for points and
   * lines.
   *
   * @throws UnsupportedCrsException if a vertex lies where the CRS is not defined
   */
  public static double perimeterMetres(Geometry geometry, Crs crs) throws UnsupportedCrsException {
    double perimeter = 0;
    for (int i = 0; i < geometry.getNumGeometries(); i++) {
      Geometry part = geometry.getGeometryN(i);
      if (part instanceof Polygon polygon && !polygon.isEmpty()) {
        perimeter += measure(polygon.getExteriorRing(), crs).perimeter;
        for (int hole = 0; hole < polygon.getNumInteriorRing(); hole++) {
          perimeter += measure(polygon.getInteriorRingN(hole), crs).perimeter;
        }
      }
    }
    return perimeter;
  }

  private static PolygonResult measure(LineString ring, Crs crs) throws UnsupportedCrsException {
    PolygonArea polygon = new PolygonArea(Geodesic.WGS84, false);
    CoordinateSequence vertices = ring.getCoordinateSequence();
    LonLat from = crs.toLonLat(vertices.getX(0), vertices.getY(0));
    for (int i = 1; i < vertices.size(); i++) {
      polygon.AddPoint(from.latitude(), from.longitude());
      LonLat to = crs.toLonLat(vertices.getX(i), vertices.getY(i));
      if (!crs.isGeographic()) {
        addBetween(polygon, crs, vertices, i, pieces(from, to));
      }
      from = to;
    }
    return polygon.Compute(false, true);
  }

  /** Adds the places that cut the edge before vertex {@code i} into equal pieces. */
  private static void addBetween(
      PolygonArea polygon, Crs crs, CoordinateSequence vertices, int i, int pieces)
      throws UnsupportedCrsException {
    for (int piece = 1; piece < pieces; piece++) {
      double share = (double) piece / pieces;
      LonLat place =
          crs.toLonLat(
              vertices.getX(i - 1) + share * (vertices.getX(i) - vertices.getX(i - 1)),
              vertices.getY(i - 1) + share * (vertices.getY(i) - vertices.getY(i - 1)));
      polygon.AddPoint(place.latitude(), place.longitude());
    }
  }

  /** A rough distance is enough here: a degree is about 111 km. */
  private static int pieces(LonLat from, LonLat to) {
    double north = to.latitude() - from.latitude();
    double east =
        Math.IEEEremainder(to.longitude() - from.longitude(), 360)
            * Math.cos(Math.toRadians(from.latitude()));
    double metres = Math.hypot(north, east) * 111_200;
    return (int) Math.min(MOST_PIECES, Math.ceil(metres / LONGEST_PIECE_METRES));
  }
}

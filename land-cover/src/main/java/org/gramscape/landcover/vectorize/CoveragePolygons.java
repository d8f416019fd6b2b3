package org.gramscape.landcover.vectorize;

import org.gramscape.geoio.GeoTransform;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.geom.impl.PackedCoordinateSequence;

/**
 * Rings of lattice points as polygons on the ground: shells counterclockwise, holes clockwise (OGC
 * 06-103r4, 6.1.11.1).
 *
 * <p>A lattice point has the same coordinates, to the bit, in every polygon that it is in.
 */
final class CoveragePolygons {
  private final CoverageTracer tracer;
  private final CoverageVertices vertices;
  private final GeoTransform transform;
  private final GeometryFactory factory = new GeometryFactory();

  CoveragePolygons(CoverageTracer tracer, CoverageVertices vertices, GeoTransform transform) {
    this.tracer = tracer;
    this.vertices = vertices;
    this.transform = transform;
  }

  Polygon polygon(int region) {
    LinearRing shell = ring(region, 0);
    LinearRing[] holes = new LinearRing[tracer.ringCount(region) - 1];
    for (int i = 0; i < holes.length; i++) {
      holes[i] = ring(region, i + 1);
    }
    return factory.createPolygon(shell, holes);
  }

  /** With rows running against y, as they mostly do, clockwise pixels are clockwise ground. */
  private LinearRing ring(int region, int ring) {
    int[] points = tracer.ring(region, ring);
    boolean backwards = transform.determinant() < 0;
    double[] ordinates = new double[2 * points.length + 2];
    for (int i = 0; i <= points.length; i++) {
      int place = i % points.length;
      int point = points[backwards ? points.length - 1 - place : place];
      ordinates[2 * i] = transform.x(vertices.column(point), vertices.row(point));
      ordinates[2 * i + 1] = transform.y(vertices.column(point), vertices.row(point));
    }
    return factory.createLinearRing(new PackedCoordinateSequence.Double(ordinates, 2, 0));
  }
}

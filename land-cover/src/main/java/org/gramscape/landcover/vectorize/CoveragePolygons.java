package org.gramscape.landcover.vectorize;

import java.util.List;
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
  private final GeoTransform transform;
  private final GeometryFactory factory = new GeometryFactory();

  CoveragePolygons(GeoTransform transform) {
    this.transform = transform;
  }

  /**
   * @param rings see {@link CoverageTracer#rings}
   */
  Polygon polygon(List<long[]> rings) {
    LinearRing[] holes = new LinearRing[rings.size() - 1];
    for (int i = 0; i < holes.length; i++) {
      holes[i] = ring(rings.get(i + 1));
    }
    return factory.createPolygon(ring(rings.get(0)), holes);
  }

  /** With rows running against y, as they mostly do, clockwise pixels are clockwise ground. */
  private LinearRing ring(long[] points) {
    boolean backwards = transform.determinant() < 0;
    double[] ordinates = new double[2 * points.length + 2];
    for (int i = 0; i <= points.length; i++) {
      int place = i % points.length;
      long point = points[backwards ? points.length - 1 - place : place];
      ordinates[2 * i] = transform.x(Lattice.column(point), Lattice.row(point));
      ordinates[2 * i + 1] = transform.y(Lattice.column(point), Lattice.row(point));
    }
    return factory.createLinearRing(new PackedCoordinateSequence.Double(ordinates, 2, 0));
  }
}

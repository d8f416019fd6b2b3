package org.gramscape.landcover.vectorize;

import java.util.List;
import org.gramscape.geoio.GeoTransform;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.MultiPolygon;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.geom.impl.PackedCoordinateSequence;

/**
 * Rings of lattice points as polygons on the ground, and what these measure: shells
 * counterclockwise, holes clockwise (OGC 06-103r4, 6.1.11.1).
 *
 * <p>A place has the same coordinates, to the bit, in every polygon that it is in.
 */
final class CoveragePolygons {
  private final GeoTransform transform;
  private final RingShape shape;
  private final PixelAreas areas;
  private final PixelLengths lengths;
  private final GeometryFactory factory = new GeometryFactory();
  private double squareMetres;
  private double metres;

  CoveragePolygons(
      GeoTransform transform, RingShape shape, PixelAreas areas, PixelLengths lengths) {
    this.transform = transform;
    this.shape = shape;
    this.areas = areas;
    this.lengths = lengths;
  }

  /** From here on polygons are measured together. */
  void startMeasuring() {
    squareMetres = 0;
    metres = 0;
  }

  /** The ground of the polygons since measuring started. */
  double squareMetres() {
    return squareMetres;
  }

  /** The length of their outlines, holes included. */
  double metres() {
    return metres;
  }

  /**
   * A polygon.
   *
   * @param rings see {@link CoverageTracer#rings}
   */
  Polygon polygon(List<long[]> rings) {
    LinearRing[] holes = new LinearRing[rings.size() - 1];
    for (int i = 0; i < holes.length; i++) {
      holes[i] = ring(rings.get(i + 1));
    }
    return factory.createPolygon(ring(rings.get(0)), holes);
  }

  /** Polygons that touch at points only. */
  MultiPolygon together(List<Polygon> polygons) {
    return factory.createMultiPolygon(polygons.toArray(Polygon[]::new));
  }

  /** With rows running against y, as they mostly do, clockwise pixels are clockwise ground. */
  private LinearRing ring(long[] points) {
    double[] places = shape.places(points);
    squareMetres += areas.within(places);
    metres += lengths.around(places);
    boolean backwards = transform.determinant() < 0;
    int size = places.length;
    double[] ordinates = new double[size + 2];
    for (int i = 0; i <= size; i += 2) {
      int place = i % size;
      int from = backwards ? size - 2 - place : place;
      ordinates[i] = transform.x(places[from], places[from + 1]);
      ordinates[i + 1] = transform.y(places[from], places[from + 1]);
    }
    return factory.createLinearRing(new PackedCoordinateSequence.Double(ordinates, 2, 0));
  }
}

package org.gramscape.geoio.vector.geojson;

import java.util.ArrayList;
import java.util.List;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateSequence;
import org.locationtech.jts.geom.CoordinateSequenceFilter;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.util.GeometryCombiner;

/**
 * Cuts geometries at 180 degrees of longitude, so that no part crosses it (RFC 7946, 3.1.9).
 *
 * <p>Of geometries that were projected, two vertices in a row that are more than 180 degrees apart
 * are taken to be joined the other way round; a geographic CRS's own are joined as they are
 * written, be it across the whole world. A polygon around a pole is not handled.
 */
final class Antimeridian {
  private Antimeridian() {}

  /** The geometry itself if it does not cross; it may be changed. */
  static Geometry cut(Geometry geometry, boolean projected) {
    if (projected) {
      geometry.apply(new Unwrap());
      geometry.geometryChanged();
    }
    Envelope box = geometry.getEnvelopeInternal();
    if (box.isNull() || box.getMinX() >= -180 && box.getMaxX() <= 180) {
      return geometry;
    }
    List<Geometry> parts = new ArrayList<>();
    int first = (int) Math.floor((box.getMinX() + 180) / 360);
    int last = (int) Math.ceil((box.getMaxX() + 180) / 360) - 1;
    for (int turn = first; turn <= last; turn++) {
      double west = -180 + 360.0 * turn;
      Geometry strip =
          geometry
              .getFactory()
              .toGeometry(new Envelope(west, west + 360, box.getMinY() - 1, box.getMaxY() + 1));
      Geometry part = polygonsOnly(geometry.intersection(strip), geometry.getDimension());
      part.apply(new Shift(-360.0 * turn));
      part.geometryChanged();
      if (!part.isEmpty()) {
        parts.add(part);
      }
    }
    return GeometryCombiner.combine(parts);
  }

  /** Drops the points and lines in which a geometry only touches the cut. */
  private static Geometry polygonsOnly(Geometry cut, int dimension) {
    List<Geometry> kept = new ArrayList<>();
    for (int i = 0; i < cut.getNumGeometries(); i++) {
      if (cut.getGeometryN(i).getDimension() == dimension) {
        kept.add(cut.getGeometryN(i));
      }
    }
    GeometryFactory factory = cut.getFactory();
    return kept.isEmpty() ? factory.createPolygon() : factory.buildGeometry(kept);
  }

  /** Makes each vertex lie within 180 degrees of the one before, rings near the first ring. */
  private static final class Unwrap implements CoordinateSequenceFilter {
    private double near = Double.NaN;

    @Override
    public void filter(CoordinateSequence vertices, int i) {
      double longitude = vertices.getX(i);
      if (!Double.isNaN(near) && Math.abs(longitude - near) > 180) {
        longitude -= 360 * Math.rint((longitude - near) / 360);
        vertices.setOrdinate(i, Coordinate.X, longitude);
      }
      near = longitude;
    }

    @Override
    public boolean isDone() {
      return false;
    }

    @Override
    public boolean isGeometryChanged() {
      return false;
    }
  }

  private record Shift(double degrees) implements CoordinateSequenceFilter {
    @Override
    public void filter(CoordinateSequence vertices, int i) {
      vertices.setOrdinate(i, Coordinate.X, vertices.getX(i) + degrees);
    }

    @Override
    public boolean isDone() {
      return false;
    }

    @Override
    public boolean isGeometryChanged() {
      return false;
    }
  }
}

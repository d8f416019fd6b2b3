package org.gramscape.geoio.vector.geojson;

import java.util.ArrayList;
import java.util.List;
import org.locationtech.jts.geom.CoordinateSequence;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.Point;
import org.locationtech.jts.geom.Polygon;

/** The sequences of vertices that a geometry is made of. */
final class VertexSequences {
  private VertexSequences() {}

  static List<CoordinateSequence> of(Geometry geometry) {
    List<CoordinateSequence> sequences = new ArrayList<>();
    collect(geometry, sequences);
    return sequences;
  }

  private static void collect(Geometry geometry, List<CoordinateSequence> sequences) {
    if (geometry instanceof Point point) {
      sequences.add(point.getCoordinateSequence());
    } else if (geometry instanceof LineString line) {
      sequences.add(line.getCoordinateSequence());
    } else if (geometry instanceof Polygon polygon) {
      sequences.add(polygon.getExteriorRing().getCoordinateSequence());
      for (int i = 0; i < polygon.getNumInteriorRing(); i++) {
        sequences.add(polygon.getInteriorRingN(i).getCoordinateSequence());
      }
    } else {
      for (int i = 0; i < geometry.getNumGeometries(); i++) {
        collect(geometry.getGeometryN(i), sequences);
      }
    }
  }
}

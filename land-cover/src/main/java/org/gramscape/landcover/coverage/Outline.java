package org.gramscape.landcover.coverage;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.gramscape.landcover.coverage.EdgeLedger.Edge;
import org.locationtech.jts.algorithm.Orientation;
import org.locationtech.jts.algorithm.RobustLineIntersector;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.index.strtree.STRtree;
import org.locationtech.jts.noding.BasicSegmentString;
import org.locationtech.jts.noding.MCIndexNoder;
import org.locationtech.jts.noding.NodingIntersectionFinder;
import org.locationtech.jts.noding.SegmentString;
import org.locationtech.jts.operation.overlayng.OverlayNGRobust;
import org.locationtech.jts.operation.polygonize.Polygonizer;

/**
 * The edges that polygons do not share, each with the ground on its left.
 *
 * <p>The number of polygons over a place is how often these edges wind around it: what is shared
 * adds nothing. So they tell all overlaps and gaps, however many polygons there are.
 */
final class Outline {
  private final List<Edge> edges;
  private final STRtree index = new STRtree();

  Outline(List<Edge> edges) {
    this.edges = edges;
    for (Edge edge : edges) {
      index.insert(new Envelope(edge.x1(), edge.x2(), edge.y1(), edge.y2()), edge);
    }
  }

  /** Places inside an edge where another one passes, ends or lies on it. */
  List<Coordinate> unmatched() {
    List<SegmentString> strings = new ArrayList<>();
    for (Edge edge : edges) {
      strings.add(new BasicSegmentString(ends(edge), null));
    }
    NodingIntersectionFinder finder = new NodingIntersectionFinder(new RobustLineIntersector());
    finder.setFindAllIntersections(true);
    MCIndexNoder noder = new MCIndexNoder(finder);
    noder.computeNodes(strings);
    @SuppressWarnings("unchecked")
    Collection<Coordinate> found = finder.getIntersections();
    return List.copyOf(found);
  }

  /** The parts of the plane that the edges bound. */
  List<Polygon> faces() {
    GeometryFactory factory = new GeometryFactory();
    LineString[] lines =
        edges.stream().map(edge -> factory.createLineString(ends(edge))).toArray(LineString[]::new);
    Geometry noded = OverlayNGRobust.union(factory.createMultiLineString(lines));
    Polygonizer polygonizer = new Polygonizer();
    polygonizer.add(noded);
    List<Polygon> faces = new ArrayList<>();
    for (Object face : polygonizer.getPolygons()) {
      faces.add((Polygon) face);
    }
    return faces;
  }

  /** How many polygons lie over a place. */
  int polygonsOver(Coordinate place) {
    int winding = 0;
    Envelope ray = new Envelope(place.x, Double.MAX_VALUE, place.y, place.y);
    for (Object found : index.query(ray)) {
      Edge edge = (Edge) found;
      boolean up = edge.y1() <= place.y && edge.y2() > place.y;
      boolean down = edge.y2() <= place.y && edge.y1() > place.y;
      if (up || down) {
        Coordinate[] ends = ends(edge);
        int side = Orientation.index(ends[up ? 0 : 1], ends[up ? 1 : 0], place);
        if (side == Orientation.LEFT) {
          winding += up ? edge.times() : -edge.times();
        }
      }
    }
    return winding;
  }

  private static Coordinate[] ends(Edge edge) {
    return new Coordinate[] {
      new Coordinate(edge.x1(), edge.y1()), new Coordinate(edge.x2(), edge.y2())
    };
  }
}

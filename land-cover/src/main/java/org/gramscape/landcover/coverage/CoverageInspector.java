package org.gramscape.landcover.coverage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.landcover.coverage.EdgeLedger.Edge;
import org.locationtech.jts.algorithm.Orientation;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateSequence;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.operation.valid.IsValidOp;
import org.locationtech.jts.operation.valid.TopologyValidationError;

/**
 * Looks whether polygons are a coverage, in one pass over any number of them: each valid, none over
 * another, no ground left out between them, and shared borders of the same vertices.
 *
 * <p>Of the polygons nothing is kept but edges whose neighbour has not come yet: 40 bytes each, in
 * a table twice as large at most.
 */
public final class CoverageInspector {

  private final EdgeLedger edges = new EdgeLedger();
  private final List<Flaw> flaws = new ArrayList<>();
  private long polygons;

  /** Takes in a polygon, or several; other geometries are let pass. */
  public void add(Geometry geometry) {
    TopologyValidationError error = new IsValidOp(geometry).getValidationError();
    if (error != null) {
      Coordinate place = error.getCoordinate();
      flaws.add(new Flaw(Flaw.Kind.INVALID, place.x, place.y, error.getMessage()));
    }
    for (int i = 0; i < geometry.getNumGeometries(); i++) {
      if (geometry.getGeometryN(i) instanceof Polygon polygon && !polygon.isEmpty()) {
        polygons++;
        addRing(polygon.getExteriorRing(), true);
        for (int hole = 0; hole < polygon.getNumInteriorRing(); hole++) {
          addRing(polygon.getInteriorRingN(hole), false);
        }
      }
    }
  }

  /** With the ground on the left, however the ring goes. */
  private void addRing(LineString ring, boolean counterclockwise) {
    CoordinateSequence places = ring.getCoordinateSequence();
    boolean forth = Orientation.isCCW(places) == counterclockwise;
    for (int i = 1; i < places.size(); i++) {
      int from = forth ? i - 1 : i;
      int to = forth ? i : i - 1;
      edges.add(places.getX(from), places.getY(from), places.getX(to), places.getY(to));
    }
  }

  /** What is wrong with the polygons, when all are in, if they should cover what they enclose. */
  public CoverageReport report() throws IOException {
    return report(null);
  }

  /**
   * What is wrong with them if they should cover the ground that has a class.
   *
   * @param classes stays the caller's
   * @param crs the polygons'
   * @throws org.gramscape.geoio.UnusableInputException if the classes have no georeference, or
   *     several bands
   */
  public CoverageReport report(RasterSource classes, Crs crs) throws IOException {
    return report(new ClassifiedGround(classes, crs));
  }

  private CoverageReport report(ClassifiedGround groundOrNull) throws IOException {
    List<Flaw> found = new ArrayList<>(flaws);
    List<Edge> unmatched = edges.unmatched();
    Outline outline = new Outline(unmatched);
    for (Coordinate place : outline.unmatched()) {
      found.add(
          new Flaw(
              Flaw.Kind.UNMATCHED,
              place.x,
              place.y,
              "a border meets another between its vertices"));
    }
    List<Polygon> gaps = new ArrayList<>();
    for (Polygon face : outline.faces()) {
      Coordinate inside = face.getInteriorPoint().getCoordinate();
      int over = outline.polygonsOver(inside);
      if (over > 1) {
        String what = "%d polygons over %s square units".formatted(over, face.getArea());
        found.add(new Flaw(Flaw.Kind.OVERLAP, inside.x, inside.y, what));
      } else if (over < 1 && (groundOrNull == null || groundOrNull.contains(inside))) {
        String what = "no polygon over %s square units".formatted(face.getArea());
        found.add(new Flaw(Flaw.Kind.GAP, inside.x, inside.y, what));
        gaps.add(face);
      }
    }
    if (groundOrNull != null) {
      found.addAll(groundOrNull.uncovered(unmatched, gaps));
    }
    return new CoverageReport(polygons, found);
  }
}

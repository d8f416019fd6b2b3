package org.gramscape.landcover.objects;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.locationtech.jts.algorithm.MinimumAreaRectangle;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.geom.util.AffineTransformation;
import org.locationtech.jts.operation.overlayng.OverlayNG;
import org.locationtech.jts.operation.overlayng.OverlayNGRobust;
import org.locationtech.jts.simplify.DouglasPeuckerSimplifier;

/**
 * Outlines whose edges go along one direction and its normal, as those of most buildings do.
 *
 * <p>The direction is the one of two whose outline is nearer to the given one: that of the edges,
 * after stairs were straightened, weighted by their lengths, and that of the smallest rectangle
 * around it. Edges are taken for lines along the nearer axis, each where as much ground lies before
 * it as behind it of the outline's, neighbours of one axis become one line at their mean, and
 * corners are where lines cross.
 *
 * @param tolerance in units of the outlines; steps up to about this are straightened
 */
record Orthogonal(double tolerance) {
  /** Outlines that differ by more are not the object's. */
  private static final double MOST_AREA_CHANGE = 0.1;

  /** Ground in common, as a share of the ground of both. */
  private static final double LEAST_OVERLAP = 0.8;

  /**
   * An edge seen as a line along an axis: where it crosses the other axis, and how sure that is.
   */
  private record Line(boolean flat, double offset, double weight) {
    Line with(Line other) {
      double sum = weight + other.weight;
      return new Line(flat, (offset * weight + other.offset * other.weight) / sum, sum);
    }
  }

  /**
   * The outline with right angles: valid, its area within 10 % of the given one's and four fifths
   * of the ground of both in common. Empty if there is none like that.
   */
  Optional<Polygon> of(Polygon outline) {
    Polygon best = null;
    double bestOverlap = LEAST_OVERLAP;
    for (double direction : new double[] {edgeDirection(outline), rectangleDirection(outline)}) {
      Optional<Polygon> squared = squared(outline, direction);
      if (squared.isPresent() && isNearInArea(squared.get(), outline)) {
        double overlap = overlap(squared.get(), outline);
        if (overlap > bestOverlap) {
          best = squared.get();
          bestOverlap = overlap;
        }
      }
    }
    return Optional.ofNullable(best);
  }

  private static boolean isNearInArea(Polygon squared, Polygon outline) {
    return squared.isValid()
        && Math.abs(squared.getArea() - outline.getArea()) <= MOST_AREA_CHANGE * outline.getArea();
  }

  private static double overlap(Polygon a, Polygon b) {
    double common = OverlayNGRobust.overlay(a, b, OverlayNG.INTERSECTION).getArea();
    return common / (a.getArea() + b.getArea() - common);
  }

  /** The mean direction of edges, right angles being one direction. */
  private double edgeDirection(Polygon polygon) {
    Coordinate[] corners = straightened(polygon.getExteriorRing());
    double sine = 0;
    double cosine = 0;
    for (int i = 1; i < corners.length; i++) {
      double x = corners[i].x - corners[i - 1].x;
      double y = corners[i].y - corners[i - 1].y;
      double angle = 4 * Math.atan2(y, x);
      // Long edges tell more than their length: they are less often stairs.
      double weight = x * x + y * y;
      sine += weight * Math.sin(angle);
      cosine += weight * Math.cos(angle);
    }
    return Math.atan2(sine, cosine) / 4;
  }

  private Coordinate[] straightened(LineString ring) {
    return DouglasPeuckerSimplifier.simplify(ring, tolerance).getCoordinates();
  }

  private static double rectangleDirection(Polygon polygon) {
    Coordinate[] corners = MinimumAreaRectangle.getMinimumRectangle(polygon).getCoordinates();
    return corners.length < 2
        ? 0
        : Math.atan2(corners[1].y - corners[0].y, corners[1].x - corners[0].x);
  }

  /** Empty if the shell has less than four lines. */
  private Optional<Polygon> squared(Polygon outline, double direction) {
    Coordinate centre = outline.getEnvelopeInternal().centre();
    AffineTransformation turn =
        AffineTransformation.rotationInstance(-direction, centre.x, centre.y);
    AffineTransformation back =
        AffineTransformation.rotationInstance(direction, centre.x, centre.y);
    Polygon turned = (Polygon) turn.transform(outline);
    Optional<LinearRing> shell = squared(turned.getExteriorRing());
    if (shell.isEmpty()) {
      return Optional.empty();
    }
    List<LinearRing> holes = new ArrayList<>();
    for (int i = 0; i < turned.getNumInteriorRing(); i++) {
      squared(turned.getInteriorRingN(i)).ifPresent(holes::add);
    }
    Polygon polygon =
        outline.getFactory().createPolygon(shell.get(), holes.toArray(LinearRing[]::new));
    return Optional.of((Polygon) back.transform(polygon));
  }

  private Optional<LinearRing> squared(LinearRing ring) {
    List<Line> lines = lines(ring.getFactory().createLineString(ring.getCoordinates()));
    if (lines.size() < 4) {
      return Optional.empty();
    }
    Coordinate[] corners = new Coordinate[lines.size() + 1];
    for (int i = 0; i < lines.size(); i++) {
      Line a = lines.get(i);
      Line b = lines.get((i + 1) % lines.size());
      corners[i] =
          a.flat()
              ? new Coordinate(b.offset(), a.offset())
              : new Coordinate(a.offset(), b.offset());
    }
    corners[lines.size()] = corners[0].copy();
    return Optional.of(ring.getFactory().createLinearRing(corners));
  }

  /** Flat and upright lines by turns, around the ring. */
  private List<Line> lines(LineString outline) {
    Coordinate[] ring = outline.getCoordinates();
    Coordinate[] corners = straightened(outline);
    List<Line> lines = new ArrayList<>();
    int from = 0;
    for (int i = 1; i < corners.length; i++) {
      int to = from + 1;
      while (!ring[to].equals2D(corners[i])) {
        to++;
      }
      add(lines, line(ring, from, to), corners[i - 1]);
      from = to;
    }
    // The first and the last are neighbours as well.
    while (lines.size() > 4 && lines.get(0).flat() == lines.get(lines.size() - 1).flat()) {
      Line last = lines.remove(lines.size() - 1);
      if (Math.abs(lines.get(0).offset() - last.offset()) <= tolerance) {
        lines.set(0, lines.get(0).with(last));
      } else {
        lines.add(last);
        add(lines, lines.remove(0), corners[0]);
        lines.add(0, lines.remove(lines.size() - 1));
        break;
      }
    }
    return lines.size() % 2 == 0 ? lines : List.of();
  }

  /** Of a part of a ring: the line with as much ground on either side. */
  private static Line line(Coordinate[] ring, int from, int to) {
    double across = ring[to].x - ring[from].x;
    double up = ring[to].y - ring[from].y;
    boolean flat = Math.abs(across) >= Math.abs(up);
    double ground = 0;
    for (int i = from; i < to; i++) {
      Coordinate a = ring[i];
      Coordinate b = ring[i + 1];
      ground += flat ? (a.y + b.y) / 2 * (b.x - a.x) : (a.x + b.x) / 2 * (b.y - a.y);
    }
    double length = flat ? across : up;
    return new Line(flat, ground / length, Math.abs(length));
  }

  /** Adds a line behind the last: joined to it, or beyond a step where the edges met. */
  private void add(List<Line> lines, Line line, Coordinate met) {
    if (lines.isEmpty() || lines.get(lines.size() - 1).flat() != line.flat()) {
      lines.add(line);
      return;
    }
    Line last = lines.get(lines.size() - 1);
    if (Math.abs(last.offset() - line.offset()) <= tolerance) {
      lines.set(lines.size() - 1, last.with(line));
    } else {
      lines.add(new Line(!line.flat(), line.flat() ? met.x : met.y, 1e-9 * line.weight()));
      lines.add(line);
    }
  }
}

package org.gramscape.cli.bench;

import org.locationtech.jts.geom.CoordinateSequence;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Polygon;

/**
 * Whether polygons tile a rectangle with shared edges, in one pass over any number of them and
 * without keeping any.
 *
 * <p>Edges inside the rectangle are summed as random numbers, one way positive and the other way
 * negative: the sum is zero if each is walked as often one way as the other, and if not, is zero
 * with a chance of one in 2^128. If it is, and all polygons are valid and turn the same way, the
 * number of polygons over a place is the same everywhere. Then the sum of the areas tells that this
 * number is one.
 */
final class CoverageCheck {
  private final Envelope rectangle;
  private final double tolerance;
  private long first;
  private long second;
  private double area;

  CoverageCheck(Envelope rectangle) {
    this.rectangle = rectangle;
    this.tolerance = 1e-9 * rectangle.getArea();
  }

  /** Takes in a valid polygon. */
  void add(Polygon polygon) {
    area += polygon.getArea();
    add(polygon.getExteriorRing().getCoordinateSequence());
    for (int i = 0; i < polygon.getNumInteriorRing(); i++) {
      add(polygon.getInteriorRingN(i).getCoordinateSequence());
    }
  }

  private void add(CoordinateSequence ring) {
    for (int i = 1; i < ring.size(); i++) {
      addEdge(ring.getX(i - 1), ring.getY(i - 1), ring.getX(i), ring.getY(i));
    }
  }

  private void addEdge(double fromX, double fromY, double toX, double toY) {
    if (isOnRectangle(fromX, fromY, toX, toY)) {
      return;
    }
    boolean backwards = fromX > toX || fromX == toX && fromY > toY;
    long low = mix(mix(bits(backwards ? toX : fromX)) + bits(backwards ? toY : fromY));
    long high = mix(mix(low + bits(backwards ? fromX : toX)) + bits(backwards ? fromY : toY));
    first += backwards ? -high : high;
    second += backwards ? -mix(~high) : mix(~high);
  }

  private boolean isOnRectangle(double fromX, double fromY, double toX, double toY) {
    return fromX == toX && (fromX == rectangle.getMinX() || fromX == rectangle.getMaxX())
        || fromY == toY && (fromY == rectangle.getMinY() || fromY == rectangle.getMaxY());
  }

  private static long bits(double ordinate) {
    return Double.doubleToLongBits(ordinate + 0.0) * 0x9E3779B97F4A7C15L;
  }

  /** Stafford's variant 13 of the finalizer of MurmurHash3. */
  private static long mix(long bits) {
    bits = (bits ^ bits >>> 30) * 0xBF58476D1CE4E5B9L;
    bits = (bits ^ bits >>> 27) * 0x94D049BB133111EBL;
    return bits ^ bits >>> 31;
  }

  /** Whether every edge inside has its reverse. */
  boolean isMatched() {
    return first == 0 && second == 0;
  }

  /** The sum of the areas less that of the rectangle, in units of the CRS; 0 within rounding. */
  double excessArea() {
    double excess = area - rectangle.getArea();
    return Math.abs(excess) <= tolerance ? 0 : excess;
  }
}

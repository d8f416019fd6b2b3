package org.gramscape.landcover.coverage;

/**
 * Where polygons are no coverage.
 *
 * @param x of a place, in the polygons' CRS
 * @param what is wrong there, for the person
 */
public record Flaw(Kind kind, double x, double y, String what) {

  /** What can be wrong. */
  public enum Kind {
    /** A polygon is not valid by the OGC's rules. */
    INVALID,
    /** More than one polygon covers some ground. */
    OVERLAP,
    /** No polygon covers ground that should be: that polygons enclose, or that has a class. */
    GAP,
    /** Two borders lie on each other and have other vertices. */
    UNMATCHED
  }
}

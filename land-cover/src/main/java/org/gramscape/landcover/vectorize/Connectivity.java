package org.gramscape.landcover.vectorize;

import java.util.Arrays;

/** Which pixels of equal class are neighbours, and so in one region. */
public enum Connectivity {
  /** Those that share an edge; a region is one polygon. */
  FOUR(4, "Polygon"),
  /** Those that share an edge or a corner; a region may be several polygons that touch. */
  EIGHT(8, "MultiPolygon");

  private final int neighbours;
  private final String geometryType;

  Connectivity(int neighbours, String geometryType) {
    this.neighbours = neighbours;
    this.geometryType = geometryType;
  }

  /** What a region is drawn as. */
  public String geometryType() {
    return geometryType;
  }

  /**
   * The one of so many neighbours.
   *
   * @throws IllegalArgumentException if it is neither 4 nor 8; the message says so
   */
  public static Connectivity parse(String neighbours) {
    return Arrays.stream(values())
        .filter(each -> Integer.toString(each.neighbours).equals(neighbours.strip()))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "a pixel has 4 neighbours (edges) or 8 (corners, too), not " + neighbours));
  }

  @Override
  public String toString() {
    return Integer.toString(neighbours);
  }
}

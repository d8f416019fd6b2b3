package org.gramscape.geoio;

/** The size of a pixel on the ground in metres, along a row and along a column. */
public record GroundSampleDistance(double acrossMetres, double downMetres) {

  public GroundSampleDistance {
    if (!(acrossMetres > 0) || !(downMetres > 0)) {
      throw new IllegalArgumentException(
          "a ground sample distance is positive: " + acrossMetres + " x " + downMetres + " m");
    }
  }

  /** The side in metres of a square pixel of the same area. */
  public double metres() {
    return Math.sqrt(acrossMetres * downMetres);
  }
}

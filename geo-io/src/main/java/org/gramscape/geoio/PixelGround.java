package org.gramscape.geoio;

/**
 * Where steps of a pixel lead on the ground, in metres.
 *
 * @param eastAcross east by a step to the next column
 * @param northAcross north by that step
 * @param eastDown east by a step to the next row
 * @param northDown north by that step
 */
public record PixelGround(
    double eastAcross, double northAcross, double eastDown, double northDown) {

  /** The ground of a pixel. */
  public double squareMetres() {
    return Math.abs(eastAcross * northDown - eastDown * northAcross);
  }
}

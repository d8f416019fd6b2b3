package org.gramscape.canopy;

/**
 * What a raster's heights are in, and how that is known.
 *
 * @param stated whether the person or the file says so; else they are taken for metres
 * @param tall 99 of 100 heights are no more, in metres; NaN if none is known, or none was looked at
 */
public record KnownUnit(HeightUnit unit, boolean stated, double tall) {
  /** How far from a ratio of units one of heights may be, as a factor, to make one doubt. */
  private static final double NEAR = 1.25;

  /** Whether these heights are to others as those of a unit, read as metres, are to metres. */
  boolean isAsIf(HeightUnit other, double otherTall) {
    double factor = tall * other.metres() / otherTall;
    return !stated && factor < NEAR && factor > 1 / NEAR;
  }
}

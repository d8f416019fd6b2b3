package org.gramscape.canopy;

import java.util.Locale;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.GroundSampleDistance;

/**
 * How far a raster is moved, along its rows and its columns (right and down as it is drawn).
 *
 * @param acrossMetres on the ground
 * @param downMetres on the ground
 */
public record Shift(double acrossMetres, double downMetres) {
  /** Not at all. */
  public static final Shift NONE = new Shift(0, 0);

  /** How far in any direction. */
  public double metres() {
    return Math.hypot(acrossMetres, downMetres);
  }

  /** A place moved, of pixels of some size. */
  Georeference of(Georeference place, GroundSampleDistance pixel) {
    return new Georeference(
        place.crs(),
        place
            .transform()
            .shifted(acrossMetres / pixel.acrossMetres(), downMetres / pixel.downMetres()),
        place.interpretation());
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%+.1f m across, %+.1f m down", acrossMetres + 0.0, downMetres + 0.0);
  }
}

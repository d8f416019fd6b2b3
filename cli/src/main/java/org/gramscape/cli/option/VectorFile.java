package org.gramscape.cli.option;

import java.io.IOException;
import java.util.Optional;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.UnsupportedCrsException;
import org.gramscape.geoio.vector.VectorSource;
import org.gramscape.geoio.vector.Vectors;

/** A layer of a vector file whose CRS the person can say. */
public final class VectorFile {
  private VectorFile() {}

  /**
   * Opens it; the caller closes it.
   *
   * @param layerOrNull its name; null for the only one
   * @param saidOrNull its CRS; null for the one that the file says
   * @param option that says the CRS
   * @throws UnsupportedCrsException if it is not known in which CRS the layer is
   */
  public static VectorSource open(String file, String layerOrNull, Crs saidOrNull, String option)
      throws IOException {
    try {
      return Vectors.open(file, layerOrNull, Optional.ofNullable(saidOrNull));
    } catch (UnsupportedCrsException e) {
      throw new UnsupportedCrsException(
          "%s; or say it with %s EPSG:CODE".formatted(e.getMessage(), option), e);
    }
  }
}

package org.gramscape.landcover.coverage;

import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.vector.Feature;
import org.gramscape.geoio.vector.VectorSource;
import org.gramscape.geoio.vector.Vectors;

/** Looks whether the polygons of a file are a coverage. */
public final class CoverageFile {
  private CoverageFile() {}

  /**
   * Inspects a layer.
   *
   * @param layerOrNull its name; null for the only one
   * @param classes where a class is, ground should be covered; without, all that is enclosed. Stays
   *     the caller's
   * @throws org.gramscape.geoio.UnusableInputException if there is no such layer, or the classes
   *     have no georeference, or several bands
   */
  public static CoverageReport inspect(
      String polygons, String layerOrNull, Optional<RasterSource> classes) throws IOException {
    CoverageInspector inspector = new CoverageInspector();
    try (VectorSource source = Vectors.open(polygons, layerOrNull)) {
      try (Stream<Feature> features = source.features()) {
        for (Iterator<Feature> each = features.iterator(); each.hasNext(); ) {
          inspector.add(each.next().geometry());
        }
      }
      return classes.isEmpty()
          ? inspector.report()
          : inspector.report(classes.get(), source.schema().crs());
    }
  }
}

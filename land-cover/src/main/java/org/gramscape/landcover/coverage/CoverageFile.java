package org.gramscape.landcover.coverage;

import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Window;
import org.gramscape.geoio.vector.Feature;
import org.gramscape.geoio.vector.VectorSource;
import org.gramscape.geoio.vector.Vectors;
import org.gramscape.landcover.vectorize.ClassRasters;

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
      return inspector.report(
          classes.isEmpty()
              ? CoverageInspector.Ground.ENCLOSED
              : classified(classes.get(), source.schema().crs()));
    }
  }

  private static CoverageInspector.Ground classified(RasterSource classes, Crs crs)
      throws IOException {
    RasterInfo info = classes.info();
    ClassRasters.requireOneBand(info);
    Georeference place = info.requireGeoreference();
    return (x, y) -> {
      boolean same = crs.equals(place.crs());
      double[] there = same ? new double[] {x, y} : place.crs().fromLonLat(crs.toLonLat(x, y));
      double column = Math.floor(place.transform().column(there[0], there[1]));
      double row = Math.floor(place.transform().row(there[0], there[1]));
      return column >= 0
          && row >= 0
          && column < info.width()
          && row < info.height()
          && classes.read(new Window((int) column, (int) row, 1, 1), 0).valid()[0];
    };
  }
}

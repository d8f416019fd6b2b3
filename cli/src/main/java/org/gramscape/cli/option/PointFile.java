package org.gramscape.cli.option;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.InvalidVectorException;
import org.gramscape.geoio.UnsupportedCrsException;
import org.gramscape.geoio.vector.Feature;
import org.gramscape.geoio.vector.PixelGeometry;
import org.gramscape.geoio.vector.VectorSource;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Puntal;
import picocli.CommandLine.Option;

/** A file of places, and what is to be known to read it. */
final class PointFile {
  private static final String CRS = "--point-crs";

  @Option(
      names = "--points",
      paramLabel = "FILE",
      required = true,
      description = "Points in any CRS.")
  private String file;

  @Option(
      names = "--point-layer",
      paramLabel = "NAME",
      description = "The layer of the file of --points, if that has several.")
  private String layer;

  @Option(
      names = CRS,
      paramLabel = "EPSG:CODE",
      description = "The CRS of the file of --points, if that does not say it, or says another.")
  private Crs crs;

  String file() {
    return file;
  }

  /**
   * The places in a scene's pixels, x the column and y the row.
   *
   * @throws InvalidVectorException if the file holds no points, or other geometries
   * @throws UnsupportedCrsException if it is not known in which CRS they are, or they can't be in
   *     it
   */
  List<Coordinate> in(Georeference scene) throws IOException {
    List<Coordinate> places = new ArrayList<>();
    try (VectorSource source = VectorFile.open(file, layer, crs, CRS);
        Stream<Feature> features = source.features()) {
      for (Feature feature : (Iterable<Feature>) features::iterator) {
        if (!(feature.geometry() instanceof Puntal)) {
          throw new InvalidVectorException(
              "%s holds a %s; points are expected"
                  .formatted(file, feature.geometry().getGeometryType()));
        }
        places.addAll(List.of(onGrid(feature, source.schema().crs(), scene)));
      }
    }
    if (places.isEmpty()) {
      throw new InvalidVectorException(file + " holds no points");
    }
    return places;
  }

  private Coordinate[] onGrid(Feature point, Crs from, Georeference scene)
      throws UnsupportedCrsException {
    try {
      return PixelGeometry.of(point.geometry(), from, scene).getCoordinates();
    } catch (UnsupportedCrsException e) {
      throw new UnsupportedCrsException(
          "%s: %s; say the right one with %s EPSG:CODE".formatted(file, e.getMessage(), CRS), e);
    }
  }
}

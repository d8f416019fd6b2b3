package org.gramscape.cli.option;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.InvalidVectorException;
import org.gramscape.geoio.vector.Feature;
import org.gramscape.geoio.vector.PixelGeometry;
import org.gramscape.geoio.vector.VectorSource;
import org.gramscape.geoio.vector.Vectors;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Puntal;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Places of a scene: one or the other way. */
public final class PointOptions {

  /** Reads {@code X,Y}. */
  static final class Place implements ITypeConverter<Coordinate> {
    @Override
    public Coordinate convert(String text) {
      String[] parts = text.split(",", -1);
      try {
        if (parts.length == 2) {
          return new Coordinate(Double.parseDouble(parts[0]), Double.parseDouble(parts[1]));
        }
      } catch (NumberFormatException e) {
        // Said below.
      }
      throw new TypeConversionException(
          "'" + text + "' is no X,Y, for example 400100.5,5299900 (easting or longitude first)");
    }
  }

  @Option(
      names = "--point",
      paramLabel = "X,Y",
      required = true,
      converter = Place.class,
      description = "A place in the scene's CRS, easting or longitude first; can be repeated.")
  private List<Coordinate> points = new ArrayList<>();

  @Option(
      names = "--points",
      paramLabel = "FILE",
      required = true,
      description = "Points in any CRS.")
  private String file;

  /** The files that are read. */
  public List<String> inputs() {
    return file == null ? List.of() : List.of(file);
  }

  /**
   * The places in a scene's pixels, x the column and y the row.
   *
   * @throws InvalidVectorException if the file holds no points, or other geometries
   */
  public List<Coordinate> in(Georeference scene) throws IOException {
    if (file == null) {
      return points.stream()
          .map(
              p ->
                  new Coordinate(
                      scene.transform().column(p.x, p.y), scene.transform().row(p.x, p.y)))
          .toList();
    }
    List<Coordinate> places = new ArrayList<>();
    try (VectorSource source = Vectors.open(file, null);
        Stream<Feature> features = source.features()) {
      for (Feature feature : (Iterable<Feature>) features::iterator) {
        if (!(feature.geometry() instanceof Puntal)) {
          throw new InvalidVectorException(
              "%s holds a %s; points are expected"
                  .formatted(file, feature.geometry().getGeometryType()));
        }
        places.addAll(
            List.of(
                PixelGeometry.of(feature.geometry(), source.schema().crs(), scene)
                    .getCoordinates()));
      }
    }
    if (places.isEmpty()) {
      throw new InvalidVectorException(file + " holds no points");
    }
    return places;
  }
}

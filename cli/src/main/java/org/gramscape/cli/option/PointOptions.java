package org.gramscape.cli.option;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.gramscape.geoio.Georeference;
import org.locationtech.jts.geom.Coordinate;
import picocli.CommandLine.ArgGroup;
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

  @ArgGroup(exclusive = false, multiplicity = "1")
  private PointFile file;

  /** The files that are read. */
  public List<String> inputs() {
    return file == null ? List.of() : List.of(file.file());
  }

  /**
   * The places in a scene's pixels, x the column and y the row.
   *
   * @throws org.gramscape.geoio.UnusableInputException if the file holds no points, or it is not
   *     known in which CRS they are
   */
  public List<Coordinate> in(Georeference scene) throws IOException {
    return file == null
        ? points.stream()
            .map(
                p ->
                    new Coordinate(
                        scene.transform().column(p.x, p.y), scene.transform().row(p.x, p.y)))
            .toList()
        : file.in(scene);
  }
}

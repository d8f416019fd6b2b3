package org.gramscape.landcover.vectorize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Random;
import org.gramscape.geoio.GeoTransform;
import org.gramscape.geoio.GeodesicArea;
import org.gramscape.geoio.Georeference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.locationtech.jts.densify.Densifier;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.Polygon;

/** Areas and lengths between pixels against GeographicLib's, polygon by polygon. */
class PixelAreasTest {
  private static final int WIDTH = 4000;
  private static final int HEIGHT = 3000;

  /** Scenes of some kilometres up to some hundred, at many latitudes. */
  @ParameterizedTest
  @CsvSource({
    "32617, 500000, 4000000, 0.6, -0.6, 0",
    "32617, 250000, 7800000, 10, -10, 0",
    "32733, 300000, 9000000, 30, -30, 0",
    "3857, 1113195, 8399738, 2, -2, 0",
    "3857, -8000000, 11000000, 20, -20, 0",
    "2277, 3100000, 10070000, 3.28, -3.28, 0",
    "3413, -500000, -1000000, 10, -10, 0",
    "32617, 500000, 4000000, 1, 1, 0",
    "32617, 500000, 4000000, 0.8, -0.7, 0.3",
    "4326, 11, 60, 0.00001, -0.000005, 0",
    "4326, -71, 3, 0.0005, -0.0005, 0",
    "4326, 20, 75, 0.0005, -0.0005, 0"
  })
  void agreeWithGeographicLib(int epsg, double x, double y, double across, double down, double turn)
      throws IOException {
    GeoTransform transform = new GeoTransform(x, across, turn, y, turn, down);
    Georeference place = ClassArray.reference(epsg, transform);
    PixelNodes nodes = PixelNodes.over(place, WIDTH, HEIGHT);
    PixelAreas areas = new PixelAreas(place, nodes);
    PixelLengths lengths = new PixelLengths(place, nodes);
    Random random = new Random(epsg);
    for (int i = 0; i < 40; i++) {
      int size = i < 20 ? 40 : 1500;
      double[] ring = ring(random, size);
      double expected = GeodesicArea.squareMetres(polygon(ring, place), place.crs());
      // What GeographicLib rounds an edge to: up to 0.1 square metres, mostly far less.
      double rounding = 0.05;
      assertThat(areas.within(ring)).isCloseTo(expected, within(expected * 1e-7 + rounding));
      double around = GeodesicArea.perimeterMetres(polygon(ring, place), place.crs());
      assertThat(lengths.around(ring)).isCloseTo(around, within(around * 2e-6));
    }
  }

  /** A triangle or a box, clockwise as pixels are drawn. */
  private static double[] ring(Random random, int size) {
    int column = random.nextInt(WIDTH - size);
    int row = random.nextInt(HEIGHT - size);
    int right = column + size / 2 + random.nextInt(size / 2);
    int bottom = row + size / 2 + random.nextInt(size / 2);
    return random.nextBoolean()
        ? new double[] {column, row, right, row, column + 3, bottom}
        : new double[] {column, row, right, row, right, bottom, column, bottom};
  }

  /** GeographicLib takes edges of degrees for geodesics, so they are cut short. */
  private static Geometry polygon(double[] ring, Georeference place) {
    Coordinate[] corners = new Coordinate[ring.length / 2 + 1];
    for (int i = 0; i < corners.length; i++) {
      double column = ring[2 * i % ring.length];
      double row = ring[2 * i % ring.length + 1];
      corners[i] =
          new Coordinate(place.transform().x(column, row), place.transform().y(column, row));
    }
    Polygon polygon = new GeometryFactory().createPolygon(corners);
    if (!place.crs().isGeographic()) {
      return polygon;
    }
    Densifier densifier = new Densifier(polygon);
    densifier.setDistanceTolerance(polygon.getLength() / 4000);
    densifier.setValidate(false);
    return densifier.getResultGeometry();
  }
}

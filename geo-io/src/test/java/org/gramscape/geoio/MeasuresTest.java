package org.gramscape.geoio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import net.sf.geographiclib.Geodesic;
import net.sf.geographiclib.PolygonArea;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKTReader;

/** Lengths and areas: as people write them, and on the ground. */
class MeasuresTest {
  @ParameterizedTest
  @CsvSource({
    "1.5m,1.5",
    "20ft,6.096",
    "0.5km,500",
    "30 cm,0.3",
    "1mi,1609.344",
    ".5M,0.5",
    "0m,0"
  })
  void lengthsHaveUnits(String text, double metres) {
    assertThat(Length.parse(text).metres()).isCloseTo(metres, within(1e-12));
  }

  @ParameterizedTest
  @CsvSource({"50m2,50", "0.5ha,5000", "2km2,2e6", "1ac,4046.8564224", "100ft2,9.290304", "3 m²,3"})
  void areasHaveUnits(String text, double squareMetres) {
    assertThat(Area.parse(text).squareMetres()).isCloseTo(squareMetres, within(1e-9));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.5", "1.5m2", "-1m", "m", "", "1,5m", "NaNm", "1e999m", "5 px"})
  void otherLengthsAreRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Length.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"50", "50m", "-1ha", "ha", "", "5 px"})
  void otherAreasAreRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Area.parse(text));
  }

  @Test
  void aRefusalSaysWhatToWrite() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Area.parse("50"))
        .withMessageContaining("write 50m2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Length.parse("1.5"))
        .withMessageContaining("write 1.5m");
  }

  private static double area(String wkt, int epsg) throws IOException {
    return GeodesicArea.squareMetres(geometry(wkt), Crs.epsg(epsg));
  }

  private static Geometry geometry(String wkt) {
    try {
      return new WKTReader().read(wkt);
    } catch (ParseException e) {
      throw new AssertionError(e);
    }
  }

  private static Geometry box(double x, double y, double width, double height) {
    return new GeometryFactory().toGeometry(new Envelope(x, x + width, y, y + height));
  }

  @Test
  void geographicPolygonsAreGeodesic() throws IOException {
    PolygonArea expected = new PolygonArea(Geodesic.WGS84, false);
    expected.AddPoint(48, 11);
    expected.AddPoint(48, 12);
    expected.AddPoint(49.5, 11.25);
    double area = expected.Compute().area;
    assertThat(area("POLYGON ((11 48, 12 48, 11.25 49.5, 11 48))", 4326)).isEqualTo(area);
    assertThat(area("POLYGON ((11 48, 11.25 49.5, 12 48, 11 48))", 4326)).isEqualTo(area);
    assertThat(
            GeodesicArea.perimeterMetres(
                geometry("POLYGON ((11 48, 12 48, 11.25 49.5, 11 48))"), Crs.epsg(4326)))
        .isEqualTo(expected.Compute().perimeter);
  }

  @Test
  void holesAndPartsCount() throws IOException {
    double shell = area("POLYGON ((11 48, 12 48, 12 49, 11 48))", 4326);
    double hole = area("POLYGON ((11.7 48.1, 11.8 48.1, 11.8 48.2, 11.7 48.1))", 4326);
    String holed = "((11 48, 12 48, 12 49, 11 48), (11.7 48.1, 11.8 48.1, 11.8 48.2, 11.7 48.1))";
    assertThat(area("POLYGON " + holed, 4326)).isCloseTo(shell - hole, within(1e-3));
    assertThat(area("MULTIPOLYGON (" + holed + ", ((0 0, 1 0, 1 1, 0 0)))", 4326))
        .isCloseTo(shell - hole + area("POLYGON ((0 0, 1 0, 1 1, 0 0))", 4326), within(1e-3));
    assertThat(area("LINESTRING (0 0, 1 1)", 4326)).isZero();
    assertThat(area("POLYGON EMPTY", 4326)).isZero();
  }

  @Test
  void aHectareInUtmHasTheScaleOfItsPlace() throws IOException {
    // On the central meridian the scale is 0.9996 exactly; 0.1 km aside it is that to 1e-10.
    double area = GeodesicArea.squareMetres(box(499_950, 5e6, 100, 100), Crs.epsg(32633));
    assertThat(area).isCloseTo(1e4 / (0.9996 * 0.9996), within(1e-3));
  }

  @Test
  void longProjectedEdgesAreNotTakenForGeodesics() throws IOException {
    // One long box must have the ground of its narrow slices, whose edges are short.
    Crs utm = Crs.epsg(32633);
    double whole = GeodesicArea.squareMetres(box(300_000, 5_500_000, 400_000, 200_000), utm);
    double sum = 0;
    for (int i = 0; i < 200; i++) {
      for (int j = 0; j < 100; j++) {
        sum +=
            GeodesicArea.squareMetres(
                box(300_000 + 2000 * i, 5_500_000 + 2000 * j, 2000, 2000), utm);
      }
    }
    assertThat(whole).isCloseTo(sum, within(sum * 1e-8));
  }

  @Test
  void webMercatorDegreesAndFeetAreOnTheGround() throws IOException {
    LonLat place = new LonLat(10, 60);
    double[] xy = Crs.epsg(3857).fromLonLat(place);
    double mercator = GeodesicArea.squareMetres(box(xy[0], xy[1], 20, 20), Crs.epsg(3857));
    assertThat(mercator).isCloseTo(100, within(1.0));
    // EPSG:2277, Texas Central, US survey feet.
    double[] texas = Crs.epsg(2277).fromLonLat(new LonLat(-97.7, 30.3));
    double feet = GeodesicArea.squareMetres(box(texas[0], texas[1], 1000, 1000), Crs.epsg(2277));
    assertThat(feet).isCloseTo(Math.pow(1000 * 1200 / 3937.0, 2), within(20.0));
  }

  @Test
  void aPixelOfSixtyCentimetresIsMeasuredToABillionth() throws IOException {
    Geometry pixel = box(500_000, 5e6, 0.6, 0.6);
    assertThat(GeodesicArea.squareMetres(pixel, Crs.epsg(32633)))
        .isCloseTo(0.36 / (0.9996 * 0.9996), within(1e-7));
  }

  @Test
  void anEdgeAcrossTheAntimeridianIsShort() throws IOException {
    Coordinate[] ring = {
      new Coordinate(179.9, 0), new Coordinate(-179.9, 0),
      new Coordinate(-179.9, 0.2), new Coordinate(179.9, 0)
    };
    Geometry triangle = new GeometryFactory().createPolygon(ring);
    assertThat(GeodesicArea.squareMetres(triangle, Crs.epsg(4326)))
        .isCloseTo(area("POLYGON ((0 0, 0.2 0, 0.2 0.2, 0 0))", 4326), within(1.0));
  }
}

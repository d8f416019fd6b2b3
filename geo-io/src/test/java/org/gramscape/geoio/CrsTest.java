package org.gramscape.geoio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CrsTest {
  private static final String WGS84 =
      """
      GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],\
      PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]""";

  private static final String UTM_PARAMETERS =
      """
      PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",0],\
      PARAMETER["central_meridian",-81],PARAMETER["scale_factor",0.9996],\
      PARAMETER["false_easting",500000],PARAMETER["false_northing",0],UNIT["metre",1]""";

  /** Expected coordinates are PROJ's (gdaltransform). */
  @ParameterizedTest
  @CsvSource({
    "4326, -81, 37, -81, 37",
    "32617, -81, 37, 500000, 4094872.37",
    "3857, -81, 37, -9016878.75, 4439106.79",
    "2180, 19, 52, 500000, 459309.21",
    "3035, 10, 52, 4321000, 3210000",
    "5845, 15.5, 60, 527888.66, 6651516.58",
  })
  void eastingOrLongitudeComesFirst(int epsg, double lon, double lat, double x, double y)
      throws UnsupportedCrsException {
    Crs crs = Crs.epsg(epsg);
    assertThat(crs.fromLonLat(new LonLat(lon, lat)))
        .containsExactly(new double[] {x, y}, offset(0.01));
    assertThat(crs.toLonLat(x, y).longitude()).isCloseTo(lon, offset(1e-6));
    assertThat(crs.toLonLat(x, y).latitude()).isCloseTo(lat, offset(1e-6));
  }

  @Test
  void aTextWithLatitudeFirstIsTurnedRound() throws UnsupportedCrsException {
    Crs crs = Crs.wkt(WGS84 + ",AXIS[\"Latitude\",NORTH],AXIS[\"Longitude\",EAST]]");
    assertThat(crs.fromLonLat(new LonLat(-81, 37))).containsExactly(-81, 37);
  }

  @Test
  void aTextsEpsgCodeIsBelieved() throws UnsupportedCrsException {
    String mercator =
        "PROJCS[\"WGS 84 / Pseudo-Mercator\","
            + WGS84
            + "],PROJECTION[\"Mercator_1SP\"],PARAMETER[\"central_meridian\",0],"
            + "PARAMETER[\"scale_factor\",1],PARAMETER[\"false_easting\",0],"
            + "PARAMETER[\"false_northing\",0],UNIT[\"metre\",1],AUTHORITY[\"EPSG\",\"3857\"]]";
    assertThat(Crs.wkt(mercator)).isEqualTo(Crs.epsg(3857));
    assertThat(Crs.wkt(mercator).fromLonLat(new LonLat(10, 50))[1])
        .isCloseTo(6446275.84, offset(0.01));
  }

  @Test
  void aTextThatNeedsItsExtensionIsRefused() {
    String mercator =
        "PROJCS[\"x\","
            + WGS84
            + "],PROJECTION[\"Mercator_1SP\"],PARAMETER[\"central_meridian\",0],"
            + "PARAMETER[\"scale_factor\",1],PARAMETER[\"false_easting\",0],"
            + "PARAMETER[\"false_northing\",0],UNIT[\"metre\",1],"
            + "EXTENSION[\"PROJ4\",\"+proj=merc +a=6378137 +b=6378137 +nadgrids=@null\"]]";
    assertThatThrownBy(() -> Crs.wkt(mercator))
        .isInstanceOf(UnsupportedCrsException.class)
        .hasMessageContaining("cannot express");
  }

  @Test
  void aTextWithoutCodeIsTakenByItsParameters() throws UnsupportedCrsException {
    Crs crs = Crs.wkt("PROJCS[\"a forester's own\"," + WGS84 + "]," + UTM_PARAMETERS + "]");
    assertThat(crs.epsgCode()).isEmpty();
    assertThat(crs).isEqualTo(Crs.epsg(32617));
    assertThat(crs.fromLonLat(new LonLat(-81, 37))[0]).isCloseTo(500000, offset(0.01));
  }

  @Test
  void anotherAuthoritysCodeIsNotTakenForEpsgs() throws UnsupportedCrsException {
    Crs crs =
        Crs.wkt(
            "PROJCS[\"x\"," + WGS84 + "]," + UTM_PARAMETERS + ",AUTHORITY[\"ESRI\",\"102003\"]]");
    assertThat(crs.epsgCode()).isEmpty();
  }

  @Test
  void aCodeIsReadInEitherCase() throws UnsupportedCrsException {
    assertThat(Crs.parse("epsg:32617")).isEqualTo(Crs.epsg(32617));
    assertThatThrownBy(() -> Crs.parse("UTM17"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("write EPSG:32617");
    assertThatThrownBy(() -> Crs.parse("EPSG:99999"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("EPSG:99999");
  }

  /** Easting first, too, where EPSG has northing first. */
  @ParameterizedTest
  @CsvSource({"7415, 28992, 5.5, 52", "5845, 3006, 15.5, 60", "5942, 4258, 10, 60"})
  void theHorizontalPartOfACompoundCrsCounts(int compound, int part, double lon, double lat)
      throws UnsupportedCrsException {
    assertThat(Crs.epsg(compound)).isEqualTo(Crs.epsg(part));
    LonLat place = new LonLat(lon, lat);
    assertThat(Crs.epsg(compound).fromLonLat(place))
        .containsExactly(Crs.epsg(part).fromLonLat(place));
  }

  @Test
  void whatIsNoCrsOnEarthIsRefused() {
    assertThatThrownBy(() -> Crs.epsg(99999)).isInstanceOf(UnsupportedCrsException.class);
    assertThatThrownBy(() -> Crs.epsg(5703)) // heights only
        .isInstanceOf(UnsupportedCrsException.class);
    assertThatThrownBy(() -> Crs.wkt("nonsense")).isInstanceOf(UnsupportedCrsException.class);
  }
}

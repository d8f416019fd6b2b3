package org.gramscape.geoio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeoreferenceTest {

  /**
   * Feet are 0.3048 m and 1200/3937 m; web Mercator stretches by 1 / cos(latitude) on the sphere; a
   * degree of latitude at 60 N is 111,412 m, of longitude 55,800 m (Clarke's series for WGS 84).
   */
  @ParameterizedTest
  @CsvSource({
    "32617, metre, -81, 37, 0.6, 0.59976, 0.59976",
    "2263, US survey foot, -74, 40.7, 2, 0.609601, 0.609601",
    "2222, foot, -110.2, 33, 2, 0.60954, 0.60954",
    "3857, metre, 10, 60, 1.2, 0.6015, 0.5999",
    "4326, degree, 10, 60, 0.00001, 0.55800, 1.11412",
  })
  void groundSampleDistanceIsInMetresOnTheGround(
      int epsg,
      String unit,
      double longitude,
      double latitude,
      double pixel,
      double across,
      double down)
      throws UnsupportedCrsException {
    Crs crs = Crs.epsg(epsg);
    double[] place = crs.fromLonLat(new LonLat(longitude, latitude));
    Georeference georeference =
        new Georeference(crs, GeoTransform.northUp(place[0], place[1], pixel, pixel));
    assertThat(georeference.unit()).isEqualTo(unit);
    GroundSampleDistance distance = georeference.groundSampleDistance(0, 0);
    // Grid scale and the ellipsoid account for the last thousandths.
    assertThat(distance.acrossMetres()).isCloseTo(across, offset(across * 1e-3));
    assertThat(distance.downMetres()).isCloseTo(down, offset(down * 3e-3));
  }

  /** At a pole pixels have no width, beyond it nothing has a size, and nothing is this small. */
  @ParameterizedTest
  @CsvSource({"0, 90, 1e-9", "0, 120, 0.1", "0, 0, 1e-12"})
  void pixelsWithoutSizeAreRefused(double longitude, double latitude, double pixel)
      throws UnsupportedCrsException {
    Georeference georeference =
        new Georeference(Crs.epsg(4326), GeoTransform.northUp(longitude, latitude, pixel, pixel));
    assertThatThrownBy(() -> georeference.groundSampleDistance(0, 0))
        .isInstanceOf(UnsupportedCrsException.class)
        .hasMessageContaining("EPSG:4326")
        .hasMessageContaining("gdal_edit.py");
  }
}

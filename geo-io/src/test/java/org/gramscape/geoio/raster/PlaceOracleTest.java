package org.gramscape.geoio.raster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import net.sf.geographiclib.Geodesic;
import org.gdal.gdal.Dataset;
import org.gdal.gdal.gdal;
import org.gdal.osr.CoordinateTransformation;
import org.gdal.osr.SpatialReference;
import org.gdal.osr.osrConstants;
import org.geotools.api.referencing.crs.ProjectedCRS;
import org.geotools.gce.geotiff.GeoTiffReader;
import org.geotools.referencing.CRS;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.GeoTransform;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.GroundSampleDistance;
import org.gramscape.geoio.LonLat;
import org.gramscape.geoio.raster.gdal.GdalCrs;
import org.gramscape.geoio.raster.gdal.GdalFiles;
import org.gramscape.geoio.raster.gdal.RequiresGdal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A raster lies where GDAL (PROJ) and GeoTools say, and its pixels are as large as GeographicLib's.
 */
@RequiresGdal
class PlaceOracleTest {
  private static final int SIDE = 64;

  private static final List<Backend> BOTH = List.of(Backend.GDAL, Backend.JVM);

  /** GeoTools computes the Swiss projection as Hotine's, which differs by four centimetres. */
  private static final Set<Integer> SWISS = Set.of(2056, 21781);

  @TempDir Path folder;

  /**
   * UTM, national grids, feet, degrees, web Mercator far north, cones, poles; near 180 degrees; two
   * codes that are deprecated, one of them for another zone.
   */
  @ParameterizedTest
  @CsvSource({
    "32617, -81, 37, 0.6",
    "32733, 15, -20, 10",
    "32760, 179.99, -17, 0.5",
    "25832, 9, 50, 0.2",
    "2154, 2.5, 46, 0.5",
    "27700, -2, 53, 0.25",
    "2056, 8, 47, 0.1",
    "21781, 8, 47, 0.5",
    "28992, 5.5, 52, 0.25",
    "31370, 4.5, 50.7, 0.25",
    "2193, 173, -41, 0.3",
    "2039, 35, 31.5, 0.125",
    "2263, -74, 40.7, 2",
    "2222, -110.2, 33, 1",
    "4326, 10, 60, 0.00001",
    "4269, -100, 40, 0.00001",
    "3857, 10, 60, 1.2",
    "3395, 20, 30, 5",
    "3035, 10, 52, 10",
    "5070, -96, 40, 30",
    "3577, 134, -25, 25",
    "3031, 30, -75, 10",
    "3413, -45, 75, 10",
    "2036, -66, 46, 0.5",
    "2156, 171, -14, 0.5",
  })
  void whatIsWrittenByCode(int epsg, double longitude, double latitude, double pixel)
      throws Exception {
    Georeference place = place(Crs.epsg(epsg), longitude, latitude, pixel);
    Path file = write(place);
    Georeference read = requireSamePlace(file, place);
    assertThat(read.crs()).isEqualTo(place.crs());
    for (Backend backend : BOTH) {
      assertThat(read(file, backend).crs().epsgCode()).as("by " + backend).hasValue(epsg);
    }
    GeoTiffReader reader = new GeoTiffReader(file.toFile());
    assertThat(
            CRS.equalsIgnoreMetadata(
                reader.getCoordinateReferenceSystem(), read.crs().toGeoTools()))
        .isTrue();
    assertThat(reader.getOriginalEnvelope().getMinimum(0))
        .isCloseTo(read.transform().x0(), within(1e-6));
    assertThat(reader.getOriginalEnvelope().getMaximum(1))
        .isCloseTo(read.transform().y0(), within(1e-6));
    reader.dispose();
  }

  /** CRSs that no code names, in metres, feet and US survey feet. */
  @ParameterizedTest
  @CsvSource({
    "+proj=tmerc +lat_0=10 +lon_0=20 +k=0.9999 +x_0=1000 +y_0=2000 +datum=WGS84 +units=m, 21, 12",
    "+proj=tmerc +lat_0=30 +lon_0=-84.16666 +k=0.9999 +x_0=700000 +datum=NAD83 +units=us-ft, -84, 31",
    "+proj=utm +zone=33 +datum=NAD83, 15, 50",
    "+proj=merc +lon_0=10 +k=0.9 +x_0=5 +y_0=7 +datum=WGS84, 12, 40",
    "+proj=merc +lon_0=10 +lat_ts=40 +x_0=5 +y_0=7 +datum=WGS84, 12, 40",
    "+proj=lcc +lat_0=32 +lon_0=-116 +lat_1=33.9 +lat_2=32.8 +x_0=2000000 +y_0=500000 +datum=NAD83 +units=us-ft, -117, 33",
    "+proj=lcc +lat_0=46.5 +lat_1=46.5 +lon_0=3 +k_0=0.9998 +x_0=600000 +y_0=200000 +datum=WGS84, 2, 47",
    "+proj=aea +lat_0=23 +lon_0=-96 +lat_1=29.5 +lat_2=45.5 +x_0=10 +datum=NAD83 +units=ft, -90, 40",
    "+proj=aeqd +lat_0=49 +lon_0=2 +datum=WGS84, 3, 50",
    "+proj=laea +lat_0=52 +lon_0=10 +x_0=4321000 +y_0=3210000 +datum=WGS84, 12, 50",
    "+proj=stere +lat_0=90 +lon_0=90 +k=0.994 +x_0=2000000 +y_0=2000000 +datum=WGS84, 80, 75",
    "+proj=stere +lat_0=-90 +lat_ts=-71 +lon_0=10 +datum=WGS84, 80, -75",
    "+proj=stere +lat_0=90 +lat_ts=70 +lon_0=-45 +datum=WGS84, 80, 75",
    "+proj=stere +lat_0=-90 +lon_0=10 +k=0.97 +datum=WGS84, 80, -75",
    "+proj=sterea +lat_0=52.2 +lon_0=5.4 +k=0.9999 +x_0=155000 +y_0=463000 +datum=WGS84, 6, 52",
    "+proj=omerc +lat_0=4 +lonc=115 +alpha=53.3158 +gamma=53.1301 +k=0.99984 +datum=WGS84 +no_uoff, 116, 5",
    "+proj=cass +lat_0=10.4 +lon_0=-61.3 +x_0=86501 +y_0=65379 +datum=WGS84, -61, 10.5",
  })
  void whatHasNoCode(String proj, double longitude, double latitude) throws Exception {
    SpatialReference reference = new SpatialReference();
    reference.ImportFromProj4(proj);
    Georeference place = place(GdalCrs.of(reference), longitude, latitude, 2);
    requireSamePlace(write(place), place);

    GeoTransform t = place.transform();
    Path gdals =
        GdalFiles.create(
            folder.resolve("gdals.tif"),
            SIDE,
            SIDE,
            1,
            "Byte",
            dataset -> {
              dataset.SetSpatialRef(reference);
              dataset.SetGeoTransform(
                  new double[] {t.x0(), t.xPerColumn(), 0, t.y0(), 0, t.yPerRow()});
            });
    reference.delete();
    requireSamePlace(gdals, place);
  }

  /** GDAL would go on with the ellipsoid of WGS 84. */
  @Test
  void aCodeThatNobodyKnowsIsNoPlace() throws Exception {
    Path file = write(place(Crs.epsg(4326), 10, 45, 1e-5));
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    long key = 2048 | 1L << 32;
    int at = 0;
    while (bytes.getLong(at) != (key | 4326L << 48)) {
      at += 2;
    }
    bytes.putLong(at, key | 1024L << 48);
    Files.write(file, bytes.array());
    for (Backend backend : BOTH) {
      try (RasterSource source = Rasters.open(file.toString(), backend)) {
        assertThat(source.info().georeference()).as("by " + backend).isEmpty();
        assertThat(source.info().whyNot()).containsAnyOf("EPSG:1024", "not known");
      }
    }
  }

  private static Georeference place(Crs crs, double longitude, double latitude, double pixel)
      throws IOException {
    double[] xy = crs.fromLonLat(new LonLat(longitude, latitude));
    return new Georeference(
        crs, GeoTransform.northUp(Math.rint(xy[0]), Math.rint(xy[1]), pixel, pixel * 1.5));
  }

  private Path write(Georeference place) throws IOException {
    Path file = folder.resolve("ours.tif");
    RasterSpec spec =
        new RasterSpec(
            SIDE,
            SIDE,
            SampleType.UINT8,
            List.of("class"),
            place,
            OptionalDouble.empty(),
            RasterSpec.Overviews.NONE,
            Optional.empty(),
            Map.of(),
            Map.of());
    try (RasterSink sink = Rasters.create(file, spec, true)) {
      sink.write(PixelBlock.zeros(new Window(0, 0, SIDE, SIDE), 1));
      sink.commit();
    }
    return file;
  }

  /** Both backends' place, compared with what GDAL makes of the file by itself. */
  private static Georeference requireSamePlace(Path file, Georeference place) throws Exception {
    Georeference read = null;
    for (Backend backend : BOTH) {
      read = read(file, backend);
      assertThat(read.unit()).isEqualTo(place.unit());
      Dataset dataset = gdal.Open(file.toString());
      double[] t = dataset.GetGeoTransform();
      SpatialReference its = dataset.GetSpatialRef();
      its.SetAxisMappingStrategy(osrConstants.OAMS_TRADITIONAL_GIS_ORDER);
      SpatialReference geodetic = its.CloneGeogCS();
      geodetic.SetAxisMappingStrategy(osrConstants.OAMS_TRADITIONAL_GIS_ORDER);
      CoordinateTransformation toDegrees = new CoordinateTransformation(its, geodetic);
      for (int corner = 0; corner < 4; corner++) {
        double column = corner % 2 * SIDE;
        double row = corner / 2 * SIDE;
        double x = read.transform().x(column, row);
        double y = read.transform().y(column, row);
        assertThat(x).isCloseTo(t[0] + column * t[1] + row * t[2], within(1e-6));
        assertThat(y).isCloseTo(t[3] + column * t[4] + row * t[5], within(1e-6));
        double[] theirs = toDegrees.TransformPoint(x, y);
        double[] ours = toDegrees(read.crs(), x, y);
        double apart = Geodesic.WGS84.Inverse(theirs[1], theirs[0], ours[1], ours[0]).s12;
        assertThat(apart)
            .as("metres between GDAL and %s in %s", backend, read.crs())
            .isLessThan(SWISS.contains(read.crs().epsgCode().orElse(0)) ? 0.05 : 1e-3);
      }
      requireSameSize(read, its);
      toDegrees.delete();
      geodetic.delete();
      its.delete();
      dataset.delete();
    }
    return read;
  }

  private static Georeference read(Path file, Backend backend) throws IOException {
    try (RasterSource source = Rasters.open(file.toString(), backend)) {
      return source.info().requireGeoreference();
    }
  }

  private static double[] toDegrees(Crs crs, double x, double y) throws Exception {
    double[] place = {x, y};
    if (crs.toGeoTools() instanceof ProjectedCRS projected) {
      projected
          .getConversionFromBase()
          .getMathTransform()
          .inverse()
          .transform(place, 0, place, 0, 1);
    }
    return place;
  }

  /** Sixteen pixels are as far apart as GeographicLib says of the places that GDAL gives them. */
  private static void requireSameSize(Georeference read, SpatialReference its) throws IOException {
    SpatialReference wgs84 = new SpatialReference();
    wgs84.ImportFromEPSG(4326);
    wgs84.SetAxisMappingStrategy(osrConstants.OAMS_TRADITIONAL_GIS_ORDER);
    CoordinateTransformation toDegrees = new CoordinateTransformation(its, wgs84);
    GroundSampleDistance size = read.groundSampleDistance(32, 32);
    assertThat(size.acrossMetres())
        .isCloseTo(
            metres(read, toDegrees, 24, 32, 40, 32) / 16, within(size.acrossMetres() * 1e-5));
    assertThat(size.downMetres())
        .isCloseTo(metres(read, toDegrees, 32, 24, 32, 40) / 16, within(size.downMetres() * 1e-5));
    toDegrees.delete();
    wgs84.delete();
  }

  private static double metres(
      Georeference place,
      CoordinateTransformation toDegrees,
      double c1,
      double r1,
      double c2,
      double r2) {
    GeoTransform t = place.transform();
    double[] from = toDegrees.TransformPoint(t.x(c1, r1), t.y(c1, r1));
    double[] to = toDegrees.TransformPoint(t.x(c2, r2), t.y(c2, r2));
    return Geodesic.WGS84.Inverse(from[1], from[0], to[1], to[0]).s12;
  }
}

package org.gramscape.landcover.vectorize;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.gramscape.geoio.GeoTransform;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.raster.Backend;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Rasters;
import org.gramscape.geoio.vector.Feature;
import org.gramscape.geoio.vector.VectorSource;
import org.gramscape.geoio.vector.Vectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.locationtech.jts.coverage.CoverageValidator;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;

/** The same regions as GDAL's polygonize (4-connected), ring for ring. */
class PolygonizeReferenceTest {

  @ParameterizedTest
  @ValueSource(strings = {"polygonize_in", "polygonize_in_3", "polygonize_in_5", "sieve_src"})
  void gridsOfGdalsOwnTests(String name) throws IOException {
    String folder = "data/open/vector/polygonize/";
    ClassArray raster = grid(SharedFiles.file(folder + name + ".grd"));
    assertSameRegions(raster, SharedFiles.file(folder + name + "_expected_4conn.geojson"));
  }

  @ParameterizedTest
  @CsvSource({
    "vector/polygonize/polygonize_check_area.tif, polygonize_check_area",
    "pairs/zurich_lakeshore/lidarclass.tif, zurich_lidarclass"
  })
  void rasters(String file, String expected) throws IOException {
    Path path = SharedFiles.file("data/open/" + file);
    try (RasterSource source = Rasters.open(path.toString(), Backend.JVM)) {
      PixelBlock block = source.read(source.info().window(), 0);
      float[] classes = new float[block.samples().length];
      for (int i = 0; i < classes.length; i++) {
        classes[i] = block.valid()[i] ? (float) block.samples()[i] : ClassArray.NODATA;
      }
      ClassArray raster =
          new ClassArray(
              source.info().width(),
              source.info().height(),
              source.info().requireGeoreference(),
              new float[][] {classes});
      assertSameRegions(
          raster,
          SharedFiles.file("data/open/vector/polygonize/" + expected + "_expected_4conn.geojson"));
    }
  }

  private static ClassArray grid(Path file) throws IOException {
    Map<String, Double> header = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    try (Scanner words = new Scanner(Files.readString(file))) {
      words.useLocale(java.util.Locale.ROOT);
      while (!words.hasNextDouble()) {
        header.put(words.next(), words.nextDouble());
      }
      int width = header.get("ncols").intValue();
      int height = header.get("nrows").intValue();
      double nodata = header.getOrDefault("nodata_value", (double) ClassArray.NODATA);
      float[] classes = new float[width * height];
      for (int i = 0; i < classes.length; i++) {
        double value = words.nextDouble();
        classes[i] = value == nodata ? ClassArray.NODATA : (float) value;
      }
      double size = header.get("cellsize");
      GeoTransform transform =
          GeoTransform.northUp(
              header.get("xllcorner"), header.get("yllcorner") + height * size, size, size);
      return new ClassArray(
          width, height, ClassArray.reference(32611, transform), new float[][] {classes});
    }
  }

  private static void assertSameRegions(ClassArray raster, Path expected) throws IOException {
    List<Feature> ours = raster.vectorize(ClassArray.options(0, 0));
    Geometry[] coverage = ours.stream().map(Feature::geometry).toArray(Geometry[]::new);
    assertThat(CoverageValidator.isValid(coverage)).isTrue();
    try (VectorSource source = Vectors.open(expected.toString(), null);
        Stream<Feature> theirs = source.features()) {
      List<String> expectedRegions =
          theirs.map(each -> inPixels(each, "DN", raster.georeference())).sorted().toList();
      assertThat(ours.stream().map(each -> inPixels(each, "class", raster.georeference())).sorted())
          .isEqualTo(expectedRegions);
    }
  }

  /** Class and outline, without the vertices that lie on straight lines. */
  private static String inPixels(Feature feature, String field, Georeference georeference) {
    Polygon polygon = (Polygon) feature.geometry();
    LinearRing[] holes = new LinearRing[polygon.getNumInteriorRing()];
    for (int i = 0; i < holes.length; i++) {
      holes[i] = corners(polygon.getInteriorRingN(i), georeference.transform());
    }
    LinearRing shell = corners(polygon.getExteriorRing(), georeference.transform());
    Geometry outline = new GeometryFactory().createPolygon(shell, holes).norm();
    return feature.attributes().get(field) + " " + outline;
  }

  private static LinearRing corners(LineString ring, GeoTransform transform) {
    int sides = ring.getNumPoints() - 1;
    List<Coordinate> corners = new ArrayList<>();
    for (int i = 0; i < sides; i++) {
      Coordinate before = pixel(ring.getCoordinateN((i + sides - 1) % sides), transform);
      Coordinate here = pixel(ring.getCoordinateN(i), transform);
      Coordinate after = pixel(ring.getCoordinateN(i + 1), transform);
      if (before.x != after.x && before.y != after.y) {
        corners.add(here);
      }
    }
    corners.add(corners.get(0));
    return new GeometryFactory().createLinearRing(corners.toArray(Coordinate[]::new));
  }

  private static Coordinate pixel(Coordinate place, GeoTransform transform) {
    return new Coordinate(
        Math.rint(transform.column(place.x, place.y)), Math.rint(transform.row(place.x, place.y)));
  }
}

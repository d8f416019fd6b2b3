package org.gramscape.landcover.vectorize;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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
import org.gramscape.landcover.SharedFiles;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.locationtech.jts.coverage.CoverageValidator;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.util.LinearComponentExtracter;

/** The same regions as GDAL's polygonize, 4- and 8-connected, edge for edge of their pixels. */
class PolygonizeReferenceTest {

  /** Where GDAL draws a raster without place. */
  private static final Georeference PIXELS =
      ClassArray.reference(32611, new GeoTransform(0, 1, 0, 0, 0, 1));

  private static final String FOLDER = "data/open/vector/polygonize/";

  @ParameterizedTest
  @CsvSource({
    "polygonize_in, 4",
    "polygonize_in, 8",
    "polygonize_in_3, 4",
    "polygonize_in_3, 8",
    "polygonize_in_5, 4",
    "polygonize_in_5, 8",
    "sieve_src, 4",
    "sieve_src, 8"
  })
  void gridsOfGdalsOwnTests(String name, String connectivity) throws IOException {
    assertSameRegions(grid(SharedFiles.file(FOLDER + name + ".grd")), name, connectivity);
  }

  @ParameterizedTest
  @CsvSource({
    "vector/polygonize/polygonize_check_area.tif, polygonize_check_area, 4",
    "pairs/zurich_lakeshore/lidarclass.tif, zurich_lidarclass, 4",
    "pairs/zurich_lakeshore/lidarclass.tif, zurich_lidarclass, 8",
    "landcover/detectree/00_tree_mask.tif, detectree_00, 4",
    "landcover/detectree/00_tree_mask.tif, detectree_00, 8"
  })
  void rasters(String file, String name, String connectivity) throws IOException {
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
              source.info().georeference().orElse(PIXELS),
              new float[][] {classes});
      assertSameRegions(raster, name, connectivity);
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

  private static void assertSameRegions(ClassArray raster, String name, String connectivity)
      throws IOException {
    Path expected = SharedFiles.file(FOLDER + name + "_expected_" + connectivity + "conn.geojson");
    List<Feature> ours =
        raster.vectorize(VectorizeOptions.PLAIN.withConnectivity(Connectivity.parse(connectivity)));
    assertThat(ours).allMatch(each -> each.geometry().isValid());
    Geometry[] coverage = ours.stream().map(Feature::geometry).toArray(Geometry[]::new);
    assertThat(CoverageValidator.isValid(coverage)).isTrue();
    try (VectorSource source = Vectors.open(expected.toString(), null);
        Stream<Feature> theirs = source.features()) {
      List<String> expectedRegions =
          theirs.map(each -> outline(each, "DN", raster.georeference())).sorted().toList();
      assertThat(ours.stream().map(each -> outline(each, "class", raster.georeference())).sorted())
          .isEqualTo(expectedRegions);
    }
  }

  /** Class and pixel edges around a region, however its rings go and whether they are valid. */
  private static String outline(Feature feature, String field, Georeference georeference) {
    List<LineString> rings = new ArrayList<>();
    feature.geometry().apply(new LinearComponentExtracter(rings));
    Set<String> edges = new TreeSet<>();
    for (LineString ring : rings) {
      for (int i = 1; i < ring.getNumPoints(); i++) {
        Coordinate from = pixel(ring.getCoordinateN(i - 1), georeference.transform());
        Coordinate to = pixel(ring.getCoordinateN(i), georeference.transform());
        double across = Math.signum(to.x - from.x);
        double down = Math.signum(to.y - from.y);
        double length = Math.abs(to.x - from.x) + Math.abs(to.y - from.y);
        for (int step = 0; step < length; step++) {
          double column = 2 * (from.x + across * step) + across;
          double row = 2 * (from.y + down * step) + down;
          edges.add(column + " " + row);
        }
      }
    }
    return feature.attributes().get(field) + " " + edges;
  }

  private static Coordinate pixel(Coordinate place, GeoTransform transform) {
    return new Coordinate(
        Math.rint(transform.column(place.x, place.y)), Math.rint(transform.row(place.x, place.y)));
  }
}

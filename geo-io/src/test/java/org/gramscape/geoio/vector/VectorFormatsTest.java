package org.gramscape.geoio.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.InvalidVectorException;
import org.gramscape.geoio.OutputExistsException;
import org.gramscape.geoio.UnsupportedCrsException;
import org.gramscape.geoio.vector.LayerSchema.Field;
import org.gramscape.geoio.vector.LayerSchema.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKTReader;

/** What every vector format must do, with our own readers as the other side. */
class VectorFormatsTest {
  @TempDir Path folder;

  private static LayerSchema schema(int epsg) throws IOException {
    return new LayerSchema(
        "land cover",
        Crs.epsg(epsg),
        "Polygon",
        List.of(
            new Field("class", Type.INTEGER),
            new Field("name", Type.TEXT),
            new Field("mean confidence", Type.REAL),
            new Field("checked", Type.BOOLEAN)));
  }

  private static Feature feature(String wkt, Object... values) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    List<String> names = List.of("class", "name", "mean confidence", "checked");
    for (int i = 0; i < names.size(); i++) {
      attributes.put(names.get(i), values[i]);
    }
    return new Feature(geometry(wkt), attributes);
  }

  private static Geometry geometry(String wkt) {
    try {
      return new WKTReader().read(wkt);
    } catch (ParseException e) {
      throw new AssertionError(e);
    }
  }

  private static final List<Feature> DEGREES =
      List.of(
          feature(
              "POLYGON ((11 48, 12 48, 12 49, 11 49, 11 48), (11.2 48.2, 11.2 48.4, 11.4 48.4, 11.2 48.2))",
              7L,
              "Wäld; \"éé\"",
              0.25,
              true),
          feature("POLYGON ((-170 -60, -169 -60, -169 -59, -170 -60))", null, null, null, null),
          feature("POLYGON ((12 48, 13 48, 13 49, 12 48))", -1L << 40, "", 1e-300, false));

  private Path write(String name, LayerSchema schema, List<Feature> features) throws IOException {
    Path path = folder.resolve(name);
    try (VectorSink sink = Vectors.create(path, schema, false)) {
      for (Feature feature : features) {
        sink.write(feature);
      }
      sink.commit();
    }
    return path;
  }

  private static List<Feature> read(Path path) throws IOException {
    try (VectorSource source = Vectors.open(path.toString(), null);
        Stream<Feature> features = source.features()) {
      return features.toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpkg", "geojson", "fgb"})
  void whatIsWrittenIsRead(String format) throws IOException {
    Path path = write("a." + format, schema(4326), DEGREES);
    try (VectorSource source = Vectors.open(path.toString(), "land cover")) {
      assertThat(source.schema()).isEqualTo(schema(4326));
    }
    assertThat(read(path)).containsExactlyInAnyOrderElementsOf(DEGREES);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(path);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpkg", "fgb"})
  void projectedCoordinatesStayToTheBit(String format) throws IOException {
    Random random = new Random(5);
    List<Feature> features =
        Stream.generate(
                () -> {
                  double x = 166_000 + 1e5 * random.nextDouble();
                  double y = 9e6 * random.nextDouble();
                  String wkt =
                      "POLYGON ((%s %s, %s %s, %s %s, %s %s))"
                          .formatted(x, y, x + 0.1, y, x, y + 1 / 3.0, x, y);
                  return feature(wkt, random.nextLong(), "x", random.nextDouble(), true);
                })
            .limit(2500)
            .toList();
    Path path = write("a." + format, schema(32633), features);
    assertThat(read(path)).containsExactlyInAnyOrderElementsOf(features);
    try (VectorSource source = Vectors.open(path.toString(), null)) {
      assertThat(source.schema().crs()).isEqualTo(Crs.epsg(32633));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpkg", "geojson", "fgb"})
  void anEmptyLayerIsALayer(String format) throws IOException {
    assertThat(read(write("a." + format, schema(4326), List.of()))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpkg", "geojson", "fgb"})
  void anExistingOutputStaysUnlessOverwritten(String format) throws IOException {
    Path path = folder.resolve("a." + format);
    Files.writeString(path, "mine");
    assertThatThrownBy(() -> Vectors.create(path, schema(4326), false))
        .isInstanceOf(OutputExistsException.class)
        .hasMessageContaining("--overwrite");
    assertThat(path).hasContent("mine");
    try (VectorSink sink = Vectors.create(path, schema(4326), true)) {
      sink.write(DEGREES.get(0));
      assertThat(path).hasContent("mine");
      sink.commit();
    }
    assertThat(read(path)).containsExactly(DEGREES.get(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpkg", "geojson", "fgb"})
  void nothingIsLeftWithoutCommit(String format) throws IOException {
    try (VectorSink sink = Vectors.create(folder.resolve("a." + format), schema(4326), false)) {
      for (int i = 0; i < 1500; i++) {
        sink.write(DEGREES.get(0));
      }
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpkg", "geojson", "fgb"})
  void attributesMustFitTheSchema(String format) throws IOException {
    try (VectorSink sink = Vectors.create(folder.resolve("a." + format), schema(4326), false)) {
      Geometry geometry = DEGREES.get(0).geometry();
      assertThatIllegalArgumentException()
          .isThrownBy(() -> sink.write(new Feature(geometry, Map.of("class", 1.5))));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> sink.write(new Feature(geometry, Map.of("klass", 1L))));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpkg", "geojson", "fgb"})
  void aCutFileIsRefusedInOneLine(String format) throws IOException {
    byte[] whole = Files.readAllBytes(write("a." + format, schema(4326), DEGREES));
    Path cut = folder.resolve("cut." + format);
    for (int length = 0;
        length < whole.length - 2;
        length += whole.length > 20_000 ? whole.length / 60 : 1) {
      Files.write(cut, Arrays.copyOf(whole, length));
      assertIsRefusedOrRead(cut, true);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpkg", "geojson", "fgb"})
  void aDamagedFileIsRefusedInOneLineOrRead(String format) throws IOException {
    byte[] whole = Files.readAllBytes(write("a." + format, schema(4326), DEGREES));
    Path damaged = folder.resolve("damaged." + format);
    Random random = new Random(1);
    for (int i = 0; i < 300; i++) {
      byte[] bytes = whole.clone();
      for (int k = 0; k < 1 + i % 40; k++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      Files.write(damaged, bytes);
      assertIsRefusedOrRead(damaged, false);
    }
  }

  private static void assertIsRefusedOrRead(Path path, boolean mustRefuse) {
    try {
      List<Feature> features = read(path);
      // SQLite pages beyond the tables may be missing without anybody noticing.
      assertThat(mustRefuse && !path.toString().endsWith("gpkg")).as(features.toString()).isFalse();
    } catch (UncheckedIOException e) {
      assertIsOneLine(e.getCause(), path);
    } catch (IOException e) {
      assertIsOneLine(e, path);
    }
  }

  private static void assertIsOneLine(IOException e, Path path) {
    assertThat(e).isInstanceOf(org.gramscape.geoio.UnusableInputException.class);
    assertThat(e.getMessage()).doesNotContain("\n");
  }

  @Test
  void aGeoPackageKnowsItsExtentAndHasAnIndexEntryForEachFeature() throws Exception {
    Path path = write("a.gpkg", schema(4326), DEGREES);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path);
        Statement statement = connection.createStatement()) {
      ResultSet extent =
          statement.executeQuery(
              "SELECT min_x, min_y, max_x, max_y FROM gpkg_contents WHERE data_type = 'features'");
      double[] box = {
        extent.getDouble(1), extent.getDouble(2), extent.getDouble(3), extent.getDouble(4)
      };
      assertThat(box).containsExactly(-170, -60, 13, 49);
      ResultSet entries =
          statement.executeQuery(
              "SELECT count(*) FROM \"land cover\" JOIN \"rtree_land cover_geom\" ON fid = id");
      assertThat(entries.getInt(1)).isEqualTo(3);
    }
  }

  /** SQLite checks its own tables, and finds through them what lies in a box. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 51, 52, 7000})
  void aGeoPackagesIndexIsSoundAndFindsWhatIsThere(int count) throws Exception {
    Random random = new Random(3);
    List<Envelope> boxes =
        Stream.generate(
                () -> {
                  double x = random.nextGaussian() * 40;
                  double y = random.nextGaussian() * 20;
                  return new Envelope(x, x + random.nextDouble(), y, y + random.nextDouble());
                })
            .limit(count)
            .toList();
    List<Feature> features =
        boxes.stream()
            .map(box -> new Feature(new GeometryFactory().toGeometry(box), Map.of()))
            .toList();
    Path path = write("a.gpkg", schema(4326), features);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path);
        Statement statement = connection.createStatement()) {
      assertThat(statement.executeQuery("SELECT rtreecheck('rtree_land cover_geom')").getString(1))
          .isEqualTo("ok");
      for (Envelope box : List.of(new Envelope(-3, 9, -2, 8), new Envelope(0, 0.1, 0, 0.1))) {
        ResultSet found =
            statement.executeQuery(
                "SELECT id FROM \"rtree_land cover_geom\" WHERE maxx >= %s AND minx <= %s AND maxy >= %s AND miny <= %s"
                    .formatted(box.getMinX(), box.getMaxX(), box.getMinY(), box.getMaxY()));
        List<Integer> ids = new ArrayList<>();
        while (found.next()) {
          ids.add(found.getInt(1));
        }
        assertThat(ids)
            .containsExactlyInAnyOrderElementsOf(
                IntStream.rangeClosed(1, count)
                    .filter(id -> boxes.get(id - 1).intersects(box))
                    .boxed()
                    .toList());
      }
    }
  }

  /** GDAL from 3.9 on names a CRS that is none where there is none. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "undefined",
        "LOCAL_CS[\"Undefined SRS\",LOCAL_DATUM[\"unknown\",32767],UNIT[\"unknown\",0],AXIS[\"Easting\",EAST],AXIS[\"Northing\",NORTH]]"
      })
  void aGeoPackageThatSaysNoCrsIsRefused(String definition) throws Exception {
    Path path = write("a.gpkg", schema(4326), DEGREES);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO gpkg_spatial_ref_sys VALUES ('x', 99999, 'GDAL', 99999, '%s', NULL)"
              .formatted(definition));
      statement.execute("UPDATE gpkg_geometry_columns SET srs_id = 99999");
    }
    assertThatThrownBy(() -> Vectors.open(path.toString(), null))
        .isInstanceOf(UnsupportedCrsException.class)
        .hasMessageStartingWith(path + ": it does not say its CRS; ")
        .hasMessageEndingWith("ogr2ogr -a_srs EPSG:CODE OUT.gpkg " + path);
  }

  @Test
  void anUnknownOrMissingLayerIsRefusedWithTheNames() throws IOException {
    Path path = write("a.gpkg", schema(4326), DEGREES);
    assertThatThrownBy(() -> Vectors.open(path.toString(), "forest"))
        .isInstanceOf(InvalidVectorException.class)
        .hasMessageContaining("has no layer forest; it has land cover");
    assertThatThrownBy(() -> LayerChoice.of("a.gpkg", List.of("b", "c"), null))
        .isInstanceOf(InvalidVectorException.class)
        .hasMessage("a.gpkg has 2 layers; name one of b, c");
    assertThatThrownBy(() -> Vectors.open(folder.resolve("none.gpkg").toString(), null))
        .isInstanceOf(java.nio.file.NoSuchFileException.class);
  }
}

package org.gramscape.geoio.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.style.ClassStyle;
import org.gramscape.geoio.style.LegendEntry;
import org.gramscape.geoio.vector.LayerSchema.Field;
import org.gramscape.geoio.vector.LayerSchema.Type;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.GeometryFactory;

/** What GDAL's ogrinfo and ogr2ogr make of our files; skipped where they are not installed. */
class OgrOracleTest {
  @TempDir Path folder;

  @BeforeEach
  void ogrIsThere() {
    boolean there =
        Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator))
            .anyMatch(each -> Path.of(each, "ogrinfo").toFile().canExecute());
    Assumptions.assumeTrue(there || "true".equals(System.getenv("CI")), "ogrinfo is not installed");
  }

  private Path write(String name, Crs crs, double x, double y, double size) throws IOException {
    LayerSchema schema =
        new LayerSchema(
            "cover",
            crs,
            "Polygon",
            List.of(new Field("class", Type.INTEGER), new Field("ok", Type.BOOLEAN)));
    Path path = folder.resolve(name);
    var style = ClassStyle.polygons("cover", "class", List.of(new LegendEntry(1, "a", 0xFF0000)));
    try (VectorSink sink = Vectors.create(path, schema, Optional.of(style), false)) {
      for (int i = 0; i < 100; i++) {
        double left = x + i % 10 * size;
        double bottom = y + i / 10 * size;
        sink.write(
            new Feature(
                new GeometryFactory()
                    .toGeometry(new Envelope(left, left + size, bottom, bottom + size)),
                Map.of("class", (long) i, "ok", i % 2 == 0)));
      }
      sink.commit();
    }
    return path;
  }

  private static String run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(output).doesNotContain("Warning").doesNotContain("ERROR");
    return output;
  }

  @ParameterizedTest
  @CsvSource({"gpkg,32617", "fgb,32617", "gpkg,3857", "fgb,2277", "gpkg,2277", "gpkg,4326"})
  void crsExtentAndCountAreRight(String format, int epsg) throws IOException {
    boolean degrees = epsg == 4326;
    Path path =
        degrees
            ? write("a." + format, Crs.epsg(epsg), 11, 48, 0.1)
            : write("a." + format, Crs.epsg(epsg), 500_000, 4_000_000, 30.5);
    String says = run("ogrinfo", "-al", "-so", path.toString());
    assertThat(says).contains("Feature Count: 100").contains("ID[\"EPSG\"," + epsg + "]]");
    assertThat(says)
        .contains(
            degrees
                ? "Extent: (11.000000, 48.000000) - (12.000000, 49.000000)"
                : "Extent: (500000.000000, 4000000.000000) - (500305.000000, 4000305.000000)");
    assertThat(says)
        .contains("Geometry: Polygon")
        .contains("class: Integer64")
        .contains("(Boolean)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpkg", "fgb", "geojson"})
  void aBoxFindsItsFeaturesThroughTheIndex(String format) throws IOException {
    Path path = write("a." + format, Crs.epsg(4326), 11, 48, 0.1);
    String says =
        run(
            "ogrinfo",
            "-q",
            "-al",
            "-geom=NO",
            path.toString(),
            "cover",
            "-spat",
            "11.32",
            "48.52",
            "11.48",
            "48.58");
    assertThat(says.lines().filter(line -> line.startsWith("OGRFeature")).count()).isEqualTo(2);
    assertThat(says).contains("class (Integer").contains("= 53").contains("= 54");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpkg", "fgb"})
  void aCrsWithoutCodeSurvives(String format) throws IOException {
    Crs crs =
        Crs.wkt(
            Crs.epsg(32633)
                .wkt()
                .replaceAll(",?\\s*AUTHORITY\\[[^]]*]", "")
                .replace("15.0", "14.25")
                .replace("WGS 84 / UTM zone 33N", "Local grid"));
    assertThat(crs.epsgCode()).isEmpty();
    Path path = write("a." + format, crs, 500_000, 5_000_000, 30.5);
    try (VectorSource source = Vectors.open(path.toString(), null)) {
      assertThat(source.schema().crs()).isEqualTo(crs);
    }
    Path degrees = folder.resolve("degrees.geojson");
    run("ogr2ogr", "-t_srs", "EPSG:4326", degrees.toString(), path.toString(), "cover");
    try (VectorSource source = Vectors.open(degrees.toString(), null);
        Stream<Feature> features = source.features()) {
      Envelope all = new Envelope();
      features.forEach(feature -> all.expandToInclude(feature.geometry().getEnvelopeInternal()));
      assertThat(all.getMinX()).isBetween(14.2499, 14.2501);
      assertThat(all.getMinY())
          .isEqualTo(
              crs.toLonLat(500_000, 5_000_000).latitude(),
              org.assertj.core.api.Assertions.within(1e-6));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpkg", "fgb"})
  void whatGdalWritesIsRead(String format) throws IOException {
    Path ours = write("a.gpkg", Crs.epsg(4326), 11, 48, 0.1);
    Path theirs = folder.resolve("b." + format);
    run("ogr2ogr", theirs.toString(), ours.toString(), "cover");
    try (VectorSource a = Vectors.open(ours.toString(), null);
        VectorSource b = Vectors.open(theirs.toString(), null);
        Stream<Feature> expected = a.features();
        Stream<Feature> read = b.features()) {
      assertThat(b.schema().crs()).isEqualTo(a.schema().crs());
      assertThat(read.toList()).containsExactlyInAnyOrderElementsOf(expected.toList());
    }
  }
}

package org.gramscape.geoio.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.GeodesicArea;
import org.gramscape.geoio.InvalidVectorException;
import org.gramscape.geoio.UnsupportedCrsException;
import org.gramscape.geoio.vector.LayerSchema.Field;
import org.gramscape.geoio.vector.LayerSchema.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.locationtech.jts.algorithm.Orientation;
import org.locationtech.jts.coverage.CoverageValidator;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKTReader;

/** GeoJSON as RFC 7946 has it, and as older programs wrote it. */
class GeoJsonTest {
  @TempDir Path folder;

  @Test
  void degreesAcrossTheWorldStayAsTheyAre() throws IOException {
    Geometry world =
        wkt(
            "POLYGON ((-180 -90, 180 -90, 180 90, -180 90, -180 -90),"
                + " (100 -10, 100 10, 170 10, 170 -10, 100 -10))");

    assertThat(read(write(4326, world)).get(0).equalsTopo(world)).isTrue();
  }

  private Path write(int epsg, Geometry... geometries) throws IOException {
    Path path = folder.resolve("a.geojson");
    LayerSchema schema = new LayerSchema("a", Crs.epsg(epsg), "Polygon", List.of());
    try (VectorSink sink = Vectors.create(path, schema, true)) {
      for (Geometry geometry : geometries) {
        sink.write(new Feature(geometry, Map.of()));
      }
      sink.commit();
    }
    return path;
  }

  private static List<Geometry> read(Path path) throws IOException {
    try (VectorSource source = Vectors.open(path.toString(), null);
        Stream<Feature> features = source.features()) {
      return features.map(Feature::geometry).toList();
    }
  }

  private Path text(String json) throws IOException {
    return Files.writeString(folder.resolve("b.geojson"), json);
  }

  private static Geometry wkt(String text) {
    try {
      return new WKTReader().read(text);
    } catch (ParseException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void coordinatesAreLongitudeThenLatitude() throws IOException {
    Path path = write(32633, wkt("POLYGON ((500000 0, 600000 0, 600000 5000000, 500000 0))"));
    JsonNode json = new ObjectMapper().readTree(path.toFile());
    JsonNode ring = json.at("/features/0/geometry/coordinates/0");
    assertThat(ring.get(0).get(0).doubleValue()).isCloseTo(15, within(1e-9));
    assertThat(ring.get(0).get(1).doubleValue()).isCloseTo(0, within(1e-9));
    assertThat(ring.get(2).get(1).doubleValue()).isBetween(45.0, 45.2);
    assertThat(json.has("crs")).isFalse();
    assertThat(Files.readString(path)).doesNotContainPattern("[0-9]\\.[0-9]{10}");
  }

  @Test
  void shellsRunCounterclockwiseAndHolesClockwise() throws IOException {
    String clockwise =
        "POLYGON ((0 0, 0 9, 9 9, 9 0, 0 0), (1 1, 2 1, 2 2, 1 2, 1 1), (4 4, 4 5, 5 5, 4 4))";
    Polygon polygon = (Polygon) read(write(4326, wkt(clockwise))).get(0);
    assertThat(Orientation.isCCW(polygon.getExteriorRing().getCoordinates())).isTrue();
    assertThat(Orientation.isCCW(polygon.getInteriorRingN(0).getCoordinates())).isFalse();
    assertThat(Orientation.isCCW(polygon.getInteriorRingN(1).getCoordinates())).isFalse();
  }

  @Test
  void polygonsAreCutAtTheAntimeridian() throws IOException {
    // UTM zone 1 starts at 180 degrees; this box of 40 km lies on both sides, with a hole.
    Geometry box = new GeometryFactory().toGeometry(new Envelope(140_000, 180_000, 1e6, 1.04e6));
    Geometry holed =
        box.difference(
            new GeometryFactory().toGeometry(new Envelope(150_000, 175_000, 1.01e6, 1.02e6)));
    Geometry beside = new GeometryFactory().toGeometry(new Envelope(180_000, 185_000, 1e6, 1.04e6));
    double area = GeodesicArea.squareMetres(holed, Crs.epsg(32601));
    List<Geometry> read = read(write(32601, holed, beside));
    Geometry cut = read.get(0);
    assertThat(cut.getGeometryType()).isEqualTo("MultiPolygon");
    assertThat(cut.getNumGeometries()).isEqualTo(2);
    assertThat(cut.isValid()).isTrue();
    for (int i = 0; i < 2; i++) {
      assertThat(cut.getGeometryN(i).getEnvelopeInternal().getWidth()).isLessThan(1);
      assertThat(
              Orientation.isCCW(((Polygon) cut.getGeometryN(i)).getExteriorRing().getCoordinates()))
          .isTrue();
    }
    assertThat(Math.abs(cut.getEnvelopeInternal().getMaxX())).isEqualTo(180);
    assertThat(GeodesicArea.squareMetres(cut, Crs.epsg(4326))).isCloseTo(area, within(area * 1e-4));
    assertThat(read.get(1).getGeometryType()).isEqualTo("Polygon");
    assertThat(CoverageValidator.isValid(read.toArray(Geometry[]::new))).isTrue();
  }

  @Test
  void theOldCrsMemberIsHonoured() throws IOException {
    String json =
        """
        {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": null,
         "geometry": {"type": "Point", "coordinates": [500000, 0, 12]}}],
         "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32633"}}}
        """;
    try (VectorSource source = Vectors.open(text(json).toString(), null)) {
      assertThat(source.schema().crs()).isEqualTo(Crs.epsg(32633));
      assertThat(source.schema().geometryType()).isEqualTo("Point");
    }
    assertThat(read(text(json.replace("EPSG::32633", "OGC:1.3:CRS84")))).hasSize(1);
    assertThatThrownBy(() -> read(text(json.replace("EPSG::32633", "MARS:1"))))
        .isInstanceOf(UnsupportedCrsException.class)
        .hasMessageContaining("MARS:1\" is not known; ")
        .hasMessageContaining("ogr2ogr -a_srs EPSG:CODE OUT.gpkg " + folder);
  }

  @Test
  void fieldsHaveTheTypeThatHoldsAllValues() throws IOException {
    String feature =
        "{\"type\": \"Feature\", \"geometry\": {\"type\": \"Point\", \"coordinates\": [1, 2]}, \"properties\": %s}";
    String json =
        "{\"type\": \"FeatureCollection\", \"features\": ["
            + String.join(
                ",",
                feature.formatted(
                    "{\"a\": 1, \"b\": null, \"c\": true, \"d\": 1, \"e\": {\"x\": [1]}}"),
                feature.formatted("{\"a\": 2.5, \"b\": 7, \"c\": 3, \"d\": 2}"),
                "{\"type\": \"Feature\", \"geometry\": null, \"properties\": {\"d\": 3}}")
            + "]}";
    try (VectorSource source = Vectors.open(text(json).toString(), null);
        Stream<Feature> features = source.features()) {
      assertThat(source.schema().fields())
          .containsExactly(
              new Field("a", Type.REAL),
              new Field("b", Type.INTEGER),
              new Field("c", Type.TEXT),
              new Field("d", Type.INTEGER),
              new Field("e", Type.TEXT));
      List<Feature> list = features.toList();
      assertThat(list).hasSize(2);
      assertThat(list.get(0).attributes().values())
          .containsExactly(1.0, null, "true", 1L, "{\"x\":[1]}");
      assertThat(list.get(1).attributes().values()).containsExactly(2.5, 7L, "3", 2L, null);
    }
  }

  @Test
  void whatIsNotAFeatureCollectionIsRefused() {
    for (String json :
        List.of(
            "[]",
            "{}",
            "{\"type\": \"Topology\"}",
            "{\"features\": [1]}",
            "{\"features\": [{\"geometry\": {\"type\": \"Blob\", \"coordinates\": []}}]}",
            "{\"features\": [{\"geometry\": {\"type\": \"Point\", \"coordinates\": [\"x\", 1]}}]}",
            "{\"features\": [{\"geometry\": {\"type\": \"Polygon\", \"coordinates\": [[[0,0],[1,1],[1,0]]]}}]}",
            "{\"features\": [".repeat(3000))) {
      assertThatThrownBy(
              () -> {
                try {
                  read(text(json));
                } catch (java.io.UncheckedIOException e) {
                  throw e.getCause();
                }
              })
          .as(json)
          .isInstanceOf(InvalidVectorException.class)
          .hasMessageContaining("b.geojson");
    }
  }
}

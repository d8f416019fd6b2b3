package org.gramscape.geoio.vector.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.format.KeyValue;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.OutputExistsException;
import org.gramscape.geoio.vector.Feature;
import org.gramscape.geoio.vector.LayerSchema;
import org.gramscape.geoio.vector.LayerSchema.Field;
import org.gramscape.geoio.vector.LayerSchema.Type;
import org.gramscape.geoio.vector.VectorSink;
import org.gramscape.geoio.vector.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.io.WKBReader;

class GeoParquetTest {
  @TempDir Path folder;

  private static LayerSchema schema(int epsg) throws IOException {
    return new LayerSchema(
        "cover",
        Crs.epsg(epsg),
        "Polygon",
        List.of(
            new Field("class", Type.INTEGER),
            new Field("name", Type.TEXT),
            new Field("share", Type.REAL),
            new Field("sure", Type.BOOLEAN)));
  }

  /** Every so many values are null. */
  private static Feature feature(int i) {
    Geometry square = new GeometryFactory().toGeometry(new Envelope(i, i + 1, -2, -1));
    Map<String, Object> attributes = new HashMap<>();
    attributes.put("class", i % 3 == 0 ? null : Long.valueOf(i - 7L));
    attributes.put("name", i % 5 == 0 ? null : "Wäld " + i);
    attributes.put("share", i % 7 == 0 ? null : Double.valueOf(i / 3.0));
    attributes.put("sure", i % 11 == 0 ? null : Boolean.valueOf(i % 2 == 0));
    return new Feature(square, attributes);
  }

  private Path write(int count, int epsg) throws IOException {
    Path file = folder.resolve("a.parquet");
    try (VectorSink sink = Vectors.create(file, schema(epsg), false)) {
      for (int i = 0; i < count; i++) {
        sink.write(feature(i));
      }
      sink.commit();
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
    return file;
  }

  private static JsonNode geo(ParquetFile file) throws IOException {
    KeyValue entry = file.metadata().getKey_value_metadata().get(0);
    assertThat(entry.getKey()).isEqualTo("geo");
    return new ObjectMapper().readTree(entry.getValue());
  }

  /** More rows than a group of them holds. */
  @Test
  void whatIsWrittenIsRead() throws Exception {
    int count = 120_000;
    ParquetFile file = ParquetFile.read(write(count, 32632));
    assertThat(file.metadata().getNum_rows()).isEqualTo(count);
    assertThat(file.metadata().getRow_groupsSize()).isEqualTo(2);
    List<Group> rows = file.rows(new ParquetSchema(schema(32632)).message());
    for (int i = 0; i < count; i++) {
      Feature expected = feature(i);
      Group row = rows.get(i);
      Geometry geometry = new WKBReader().read(row.getBinary("geometry", 0).getBytes());
      assertThat(geometry.equalsExact(expected.geometry())).isTrue();
      Group box = row.getGroup("bbox", 0);
      assertThat(box.getDouble("xmin", 0)).isEqualTo(i);
      assertThat(box.getDouble("ymax", 0)).isEqualTo(-1);
      assertThat(row.getFieldRepetitionCount("class")).isEqualTo(i % 3 == 0 ? 0 : 1);
      if (i % 3 != 0) {
        assertThat(row.getLong("class", 0)).isEqualTo(i - 7);
      }
      assertThat(row.getFieldRepetitionCount("name")).isEqualTo(i % 5 == 0 ? 0 : 1);
      if (i % 5 != 0) {
        assertThat(row.getString("name", 0)).isEqualTo("Wäld " + i);
      }
      if (i % 7 != 0) {
        assertThat(row.getDouble("share", 0)).isEqualTo(i / 3.0);
      }
      if (i % 11 != 0) {
        assertThat(row.getBoolean("sure", 0)).isEqualTo(i % 2 == 0);
      }
    }
  }

  @Test
  void saysWhereItsGeometriesAre() throws IOException {
    JsonNode geo = geo(ParquetFile.read(write(10, 32632)));
    assertThat(geo.get("version").asText()).isEqualTo("1.1.0");
    JsonNode column = geo.get("columns").get("geometry");
    assertThat(column.get("encoding").asText()).isEqualTo("WKB");
    assertThat(column.get("geometry_types").toString()).isEqualTo("[\"Polygon\"]");
    assertThat(column.get("bbox").toString()).isEqualTo("[0.0,-2.0,10.0,-1.0]");
    assertThat(column.get("covering").get("bbox").get("xmax").toString())
        .isEqualTo("[\"bbox\",\"xmax\"]");
    assertThat(column.get("crs").get("id").get("code").asInt()).isEqualTo(32632);
  }

  @Test
  void longitudeAndLatitudeAreWhatFilesWithoutCrsHave() throws IOException {
    JsonNode geo = geo(ParquetFile.read(write(1, 4326)));
    assertThat(geo.get("columns").get("geometry").has("crs")).isFalse();
  }

  @Test
  void aLayerWithoutFeaturesIsAFile() throws IOException {
    ParquetFile file = ParquetFile.read(write(0, 32632));
    assertThat(file.metadata().getNum_rows()).isZero();
    assertThat(geo(file).get("columns").get("geometry").has("bbox")).isFalse();
  }

  @Test
  void nothingIsLeftWithoutCommitAndNothingReplaced() throws IOException {
    Path file = folder.resolve("b.parquet");
    try (VectorSink sink = Vectors.create(file, schema(32632), false)) {
      sink.write(feature(1));
    }
    assertThat(folder).isEmptyDirectory();
    Files.writeString(file, "keep");
    assertThatThrownBy(() -> Vectors.create(file, schema(32632), false))
        .isInstanceOf(OutputExistsException.class);
    assertThat(file).hasContent("keep");
  }

  /** PROJ reads these to the same maps as its own of the codes; here by method and parameters. */
  @ParameterizedTest
  @CsvSource({
    "32632, Transverse Mercator, 9807, 5, 500000",
    "3857, Popular Visualisation Pseudo Mercator, 1024, 5, 0",
    "5070, Albers Equal Area, 9822, 6, 0",
    "2056, Hotine Oblique Mercator (variant B), 9815, 7, 2600000"
  })
  void aCrsIsSaidByEpsgsNames(int epsg, String method, int code, int count, double easting)
      throws IOException {
    JsonNode crs = new ObjectMapper().readTree(ProjJson.of(Crs.epsg(epsg)));
    JsonNode conversion = crs.get("conversion");
    assertThat(conversion.get("method").get("name").asText()).isEqualTo(method);
    assertThat(conversion.get("method").get("id").get("code").asInt()).isEqualTo(code);
    assertThat(conversion.get("parameters")).hasSize(count);
    assertThat(conversion.get("parameters").findValuesAsText("value"))
        .contains(Double.toString(easting));
    assertThat(crs.get("base_crs").get("datum").get("ellipsoid").has("inverse_flattening"))
        .isTrue();
  }

  @Test
  void feetAreSaid() throws IOException {
    JsonNode crs = new ObjectMapper().readTree(ProjJson.of(Crs.epsg(2277)));
    assertThat(
            crs.get("coordinate_system")
                .get("axis")
                .get(0)
                .get("unit")
                .get("conversion_factor")
                .asDouble())
        .isEqualTo(1200.0 / 3937);
  }
}

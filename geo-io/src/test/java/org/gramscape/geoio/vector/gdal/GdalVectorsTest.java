package org.gramscape.geoio.vector.gdal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.gdal.gdal.Dataset;
import org.gdal.gdal.gdal;
import org.gdal.gdalconst.gdalconstConstants;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.InvalidVectorException;
import org.gramscape.geoio.LonLat;
import org.gramscape.geoio.OutputExistsException;
import org.gramscape.geoio.UnsupportedCrsException;
import org.gramscape.geoio.raster.gdal.RequiresGdal;
import org.gramscape.geoio.vector.Feature;
import org.gramscape.geoio.vector.LayerSchema;
import org.gramscape.geoio.vector.LayerSchema.Field;
import org.gramscape.geoio.vector.LayerSchema.Type;
import org.gramscape.geoio.vector.VectorSink;
import org.gramscape.geoio.vector.VectorSource;
import org.gramscape.geoio.vector.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;

@RequiresGdal
class GdalVectorsTest {
  private static final List<Field> FIELDS =
      List.of(
          new Field("class", Type.INTEGER),
          new Field("name", Type.TEXT),
          new Field("area_m2", Type.REAL));

  @TempDir Path folder;

  /** CRSs whose official axis order is easting, latitude and northing first. */
  @ParameterizedTest
  @CsvSource({
    "a.shp, 32617, 500000, 4100000",
    "a.shp, 4326, -81, 37",
    "a.shp, 2180, 500000, 300000",
    "a.gml, 32617, 500000, 4100000",
    "a.gml, 4326, -81, 37",
    "a.gml, 2180, 500000, 300000",
    "a.kml, 4326, -81, 37",
    "a.sqlite, 4326, -81, 37",
  })
  void featuresComeBackAsTheyWere(String file, int epsg, double x, double y) throws IOException {
    Crs crs = Crs.epsg(epsg);
    Feature forest = feature(box(x, y, x + 1, y + 2), 3L, "Wald łąka", 12.5);
    Feature unnamed = feature(box(x + 1, y, x + 2, y + 2), 4L, null, null);
    write(file, crs, forest, unnamed);

    try (VectorSource source = open(file);
        Stream<Feature> features = source.features()) {
      assertThat(source.schema().crs()).isEqualTo(crs);
      List<Feature> read = features.toList();
      assertThat(read).hasSize(2);
      assertThat(read.get(0).geometry().getEnvelopeInternal().getMinX()).isCloseTo(x, within(1e-6));
      assertThat(read.get(0).geometry().getEnvelopeInternal().getMinY()).isCloseTo(y, within(1e-6));
      assertThat(read.get(0).geometry().getArea()).isCloseTo(2, within(1e-6));
      assertThat(read.get(0).attributes())
          .containsEntry("area_m2", 12.5)
          .containsValue("Wald łąka");
      // KML has no integers, nor a field "name" beside its own "Name".
      assertThat(read)
          .extracting(each -> each.attributes().get("class").toString())
          .containsExactly("3", "4");
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.map(path -> path.getFileName().toString())).noneMatch(n -> n.startsWith("."));
    }
  }

  @Test
  void kmlIsInWgs84() throws IOException {
    Crs utm = Crs.epsg(32617);
    write("a.kml", utm, feature(box(500000, 4100000, 500100, 4100100), 1L, "a", 1.0));
    LonLat corner = utm.toLonLat(500000, 4100000);
    try (VectorSource source = open("a.kml");
        Stream<Feature> features = source.features()) {
      assertThat(source.schema().crs()).isEqualTo(Crs.epsg(4326));
      Envelope place = features.findFirst().orElseThrow().geometry().getEnvelopeInternal();
      assertThat(place.getMinX()).isCloseTo(corner.longitude(), within(1e-6));
      assertThat(place.getMinY()).isCloseTo(corner.latitude(), within(1e-6));
    }
  }

  @Test
  void aSinkThatIsNotCommittedLeavesNothing() throws IOException {
    try (VectorSink sink =
        GdalVectors.create(folder.resolve("a.shp"), schema(Crs.epsg(32617)), false)) {
      sink.write(feature(box(0, 0, 1, 1), 1L, "a", 1.0));
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void anExistingFileIsReplacedWhollyAndOnlyOnRequest() throws IOException {
    Crs crs = Crs.epsg(32617);
    write("a.shp", crs, feature(box(0, 0, 1, 1), 1L, "old", 1.0));
    Path index = folder.resolve("a.qix");
    Dataset old = gdal.OpenEx(folder.resolve("a.shp").toString(), gdalconstConstants.OF_UPDATE);
    old.ExecuteSQL("CREATE SPATIAL INDEX ON a");
    old.delete();
    assertThat(index).exists();
    Path neighbour = Files.createFile(folder.resolve("ab.shp"));
    assertThatThrownBy(() -> GdalVectors.create(folder.resolve("a.shp"), schema(crs), false))
        .isInstanceOf(OutputExistsException.class);
    try (VectorSink sink = GdalVectors.create(folder.resolve("a.shp"), schema(crs), true)) {
      sink.write(feature(box(0, 0, 1, 1), 2L, "new", 1.0));
      sink.commit();
    }
    try (VectorSource source = open("a.shp");
        Stream<Feature> features = source.features()) {
      assertThat(features.findFirst().orElseThrow().attributes()).containsEntry("name", "new");
    }
    assertThat(index).doesNotExist();
    assertThat(neighbour).exists();
  }

  @Test
  void aLayerMustBeNamedWhereThereAreSeveral() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("two.kml"),
            """
            <kml xmlns="http://www.opengis.net/kml/2.2"><Document>
            <Folder><name>forest</name><Placemark><Point><coordinates>1,2</coordinates></Point></Placemark></Folder>
            <Folder><name>water</name><Placemark><Point><coordinates>3,4</coordinates></Point></Placemark></Folder>
            </Document></kml>
            """);
    assertThatThrownBy(() -> GdalVectors.open(file.toString(), null, Optional.empty()))
        .isInstanceOf(InvalidVectorException.class)
        .hasMessageContaining("[forest, water]");
    assertThatThrownBy(() -> GdalVectors.open(file.toString(), "roads", Optional.empty()))
        .isInstanceOf(InvalidVectorException.class)
        .hasMessageContaining("roads");
    try (VectorSource source = GdalVectors.open(file.toString(), "water", Optional.empty());
        Stream<Feature> features = source.features()) {
      assertThat(features.findFirst().orElseThrow().geometry().getCoordinate().x).isEqualTo(3);
    }
  }

  @Test
  void aLayerWithoutCrsIsRefused() throws IOException {
    write("a.shp", Crs.epsg(32617), feature(box(0, 0, 1, 1), 1L, "a", 1.0));
    Files.delete(folder.resolve("a.prj"));
    String file = folder.resolve("a.shp").toString();
    assertThatThrownBy(() -> Vectors.open(file, null))
        .isInstanceOf(UnsupportedCrsException.class)
        .hasMessageStartingWith(file + ": it does not say its CRS; ")
        .hasMessageEndingWith("ogr2ogr -a_srs EPSG:CODE OUT.gpkg " + file);
  }

  @Test
  void whatCannotBeReadOrWrittenIsNamed() throws IOException {
    Files.writeString(folder.resolve("a.shp"), "no shapes here");
    assertThatThrownBy(() -> open("a.shp")).isInstanceOf(InvalidVectorException.class);
    assertThatThrownBy(() -> open("none.shp")).isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(
            () -> GdalVectors.create(folder.resolve("a.docx"), schema(Crs.epsg(4326)), false))
        .isInstanceOf(InvalidVectorException.class)
        .hasMessageContaining(".docx");
  }

  private static LayerSchema schema(Crs crs) {
    return new LayerSchema("cover", crs, "Polygon", FIELDS);
  }

  private static Feature feature(Geometry geometry, Long code, String name, Double area) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("class", code);
    attributes.put("name", name);
    attributes.put("area_m2", area);
    return new Feature(geometry, attributes);
  }

  private static Geometry box(double x1, double y1, double x2, double y2) {
    return new GeometryFactory().toGeometry(new Envelope(x1, x2, y1, y2));
  }

  private void write(String file, Crs crs, Feature... features) throws IOException {
    try (VectorSink sink = GdalVectors.create(folder.resolve(file), schema(crs), false)) {
      for (Feature feature : features) {
        sink.write(feature);
      }
      sink.commit();
    }
  }

  private VectorSource open(String file) throws IOException {
    return GdalVectors.open(folder.resolve(file).toString(), null, Optional.empty());
  }
}

package org.gramscape.geoio.style;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.vector.LayerSchema;
import org.gramscape.geoio.vector.VectorSink;
import org.gramscape.geoio.vector.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class LayerStyleTest {
  private static final List<LegendEntry> LEGEND =
      List.of(new LegendEntry(3, "Water & <ice> \"0\"", 0x0066CC), new LegendEntry(-1, "Wäld", 0));

  @TempDir Path folder;

  private static Document parse(String xml) throws Exception {
    String withoutDoctype = xml.replaceFirst("<!DOCTYPE[^>]*>", "");
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(withoutDoctype)));
  }

  private static List<String> attributes(Document document, String element, String attribute) {
    var nodes = document.getElementsByTagName(element);
    return Stream.iterate(0, i -> i < nodes.getLength(), i -> i + 1)
        .map(i -> ((Element) nodes.item(i)).getAttribute(attribute))
        .toList();
  }

  @Test
  void polygonsAreColouredByClass() throws Exception {
    LayerStyle style = ClassStyle.polygons("land_cover", "class", LEGEND);
    Document qml = parse(style.qml());
    assertThat(attributes(qml, "renderer-v2", "type")).containsExactly("categorizedSymbol");
    assertThat(attributes(qml, "renderer-v2", "attr")).containsExactly("class");
    assertThat(attributes(qml, "category", "value")).containsExactly("3", "-1");
    assertThat(attributes(qml, "category", "label")).containsExactly("Water & <ice> \"0\"", "Wäld");
    assertThat(attributes(qml, "Option", "value")).contains("0,102,204,255", "0,0,0,255");
    Document sld = parse(style.sld());
    assertThat(sld.getElementsByTagName("ogc:Literal").item(1).getTextContent()).isEqualTo("-1");
    assertThat(sld.getElementsByTagName("CssParameter").item(0).getTextContent())
        .isEqualTo("#0066cc");
  }

  @Test
  void classRastersHaveAPalette() throws Exception {
    LayerStyle style = ClassStyle.raster(LEGEND);
    Document qml = parse(style.qml());
    assertThat(attributes(qml, "rasterrenderer", "type")).containsExactly("paletted");
    assertThat(attributes(qml, "paletteEntry", "color")).containsExactly("#0066cc", "#000000");
    assertThat(attributes(parse(style.sld()), "ColorMapEntry", "quantity"))
        .containsExactly("3", "-1");
  }

  @Test
  void heightsHaveARampFromTheGroundToTheTallest() throws Exception {
    LayerStyle style = HeightStyle.raster(42);
    assertThat(attributes(parse(style.qml()), "item", "value")).startsWith("0.0").endsWith("42.0");
    assertThat(attributes(parse(style.sld()), "ColorMapEntry", "label")).endsWith("42.0 m");
    assertThatIllegalArgumentException().isThrownBy(() -> HeightStyle.raster(Double.NaN));
  }

  @Test
  void aGeoPackageCarriesItsStyleAsDefault() throws Exception {
    LayerStyle style = ClassStyle.polygons("cover", "class", LEGEND);
    Path path = folder.resolve("cover.v1.gpkg");
    LayerSchema schema = new LayerSchema("cover", Crs.epsg(32617), "Polygon", List.of());
    try (VectorSink sink = Vectors.create(path, schema, Optional.of(style), false)) {
      sink.commit();
    }
    assertThat(folder.resolve("cover.v1.qml")).hasContent(style.qml());
    assertThat(folder.resolve("cover.v1.sld")).hasContent(style.sld());
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path);
        ResultSet row =
            connection
                .createStatement()
                .executeQuery(
                    "SELECT f_table_name, f_geometry_column, useAsDefault, styleQML, styleSLD"
                        + " FROM layer_styles")) {
      assertThat(row.getString(1)).isEqualTo("cover");
      assertThat(row.getString(2)).isEqualTo("geom");
      assertThat(row.getBoolean(3)).isTrue();
      assertThat(row.getString(4)).isEqualTo(style.qml());
      assertThat(row.getString(5)).isEqualTo(style.sld());
    }
    // The style's table is no layer.
    Vectors.open(path.toString(), null).close();
  }

  @Test
  void noStyleFilesAreLeftWithoutCommit() throws Exception {
    LayerSchema schema = new LayerSchema("cover", Crs.epsg(32617), "Polygon", List.of());
    Optional<LayerStyle> style = Optional.of(ClassStyle.polygons("cover", "class", LEGEND));
    Vectors.create(folder.resolve("a.gpkg"), schema, style, false).close();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }
}

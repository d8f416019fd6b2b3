package org.gramscape.geoio.style;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.gramscape.geoio.InvalidVectorException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CategoryColorsTest {
  @TempDir Path folder;

  private Map<String, Integer> read(String qml) throws IOException {
    Path file = folder.resolve("style.qml");
    Files.writeString(file, qml);
    return CategoryColors.read(file).byCategory();
  }

  @Test
  void ourOwnStylesSayTheirColours() throws IOException {
    List<LegendEntry> legend =
        List.of(new LegendEntry(1, "Forêt & <bois>", 0x1B7837), new LegendEntry(2, "1", 0x0000FF));
    for (LayerStyle style :
        List.of(ClassStyle.polygons("cover", "class", legend), ClassStyle.raster(legend))) {
      assertThat(read(style.qml()))
          .as("a value goes before what another category is called")
          .isEqualTo(Map.of("1", 0x1B7837, "Forêt & <bois>", 0x1B7837, "2", 0x0000FF));
    }
  }

  /** Of versions before 3.20 and after 3.30, with a symbol in a symbol and one of no category. */
  @Test
  void categoriesHaveTheColourOfTheirSymbolsFirstLayer() throws IOException {
    assertThat(
            read(
                """
                <!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
                <qgis version="3.34">
                 <renderer-v2 type="categorizedSymbol" attr="kind">
                  <categories>
                   <category symbol="0" value="water" label="Open water"/>
                   <category symbol="1" value="wood" label=""/>
                   <category symbol="2" value="" label="all other"/>
                  </categories>
                  <symbols>
                   <symbol name="0" type="fill"><layer class="LinePatternFill">
                    <symbol name="@0@0" type="line"><layer>
                     <Option name="color" value="9,9,9,255" type="QString"/></layer></symbol>
                    <Option type="Map">
                     <Option name="color" value="59,130,196,255,rgb:0.23,0.51,0.77,1"/>
                     <Option name="outline_color" value="35,35,35,255"/>
                    </Option></layer>
                    <layer><Option name="color" value="1,2,3,255"/></layer>
                   </symbol>
                   <symbol name="1"><layer><prop k="color" v="27,120,55,255"/></layer></symbol>
                   <symbol name="2"><layer><prop k="color" v="200,200,200,255"/></layer></symbol>
                  </symbols>
                  <source-symbol>
                   <symbol name="0"><layer><Option name="color" value="255,0,0,255"/></layer></symbol>
                  </source-symbol>
                 </renderer-v2>
                </qgis>
                """))
        .isEqualTo(
            Map.of(
                "water",
                0x3B82C4,
                "Open water",
                0x3B82C4,
                "wood",
                0x1B7837,
                "all other",
                0xC8C8C8));
  }

  @ParameterizedTest
  @CsvSource({
    "no XML at all, no QGIS style",
    "<qgis><cut, no QGIS style",
    "<qgis><renderer-v2 type='singleSymbol'/></qgis>, colours no categories"
  })
  void whatIsNoSuchStyleIsRefused(String qml, String message) {
    assertThatThrownBy(() -> read(qml))
        .isInstanceOf(InvalidVectorException.class)
        .hasMessageContaining("style.qml")
        .hasMessageContaining(message);
    assertThatThrownBy(() -> CategoryColors.read(folder.resolve("none.qml")))
        .isInstanceOf(InvalidVectorException.class)
        .hasMessageContaining("no such file");
  }
}

package org.gramscape.landcover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.gramscape.landcover.Stripes.point;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.InvalidVectorException;
import org.gramscape.geoio.style.CategoryColors;
import org.gramscape.geoio.style.LegendEntry;
import org.gramscape.geoio.vector.Feature;
import org.gramscape.geoio.vector.LayerSchema;
import org.gramscape.geoio.vector.LayerSchema.Field;
import org.gramscape.geoio.vector.LayerSchema.Type;
import org.gramscape.geoio.vector.VectorSource;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.GeometryFactory;

class LabelsTest {
  private static final Crs CRS = crs();
  private static final Field COLOUR = new Field("colour", Type.TEXT);

  private static Crs crs() {
    try {
      return Crs.epsg(Stripes.CRS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void classesKeepTheColoursOfTheLabels() throws Exception {
    MemoryLabels layer =
        colored(
            label("vineyard", null),
            label("vineyard", "#8E44ad"),
            label("vineyard", "#000000"),
            label("water", "blue"),
            label("orchard", null));

    Labels labels = Labels.read(List.of(layer), "kind", Stripes.place());

    assertThat(labels.legend())
        .extracting(LegendEntry::name)
        .containsExactly("orchard", "vineyard", "water");
    assertThat(labels.legend().get(1).rgb()).isEqualTo(0x8E44AD);
    assertThat(labels.legend().get(2).rgb()).isEqualTo(0x3B82C4);
  }

  @Test
  void coloursOfAStyleGoBeforeTheLabelsOwn() throws Exception {
    MemoryLabels plain =
        colored(label("vineyard", "#8E44ad"), label("water", null), label(null, null));
    CategoryColors style = new CategoryColors(Map.of("vineyard", 0x123456, "unused", 0));

    Labels labels =
        Labels.read(StyledLabels.of(List.of(plain), "kind", style), "kind", Stripes.place());

    assertThat(labels.legend())
        .containsExactly(
            new LegendEntry(0, "vineyard", 0x123456), new LegendEntry(1, "water", 0x3B82C4));
    assertThatThrownBy(
            () ->
                StyledLabels.of(
                    List.of(plain), "kind", new CategoryColors(Map.of("Wein", 1, "See", 2))))
        .isInstanceOf(InvalidVectorException.class)
        .hasMessageContaining("colours See, Wein, and none")
        .hasMessageContaining("\"kind\": vineyard, water");
  }

  @Test
  void layersCountAsOne() throws Exception {
    MemoryLabels first = MemoryLabels.of(CRS, "7", point(20, 20), "3", point(30, 40));
    MemoryLabels numbers = MemoryLabels.of(CRS, 40L, point(90, 40), 7.0, point(95, 41));
    MemoryLabels words = MemoryLabels.of(CRS, " lake ", point(90, 40));

    assertThat(Labels.read(List.of(first, numbers), "cover", Stripes.place()).legend())
        .extracting(LegendEntry::value, LegendEntry::name)
        .containsExactly(tuple(3, "3"), tuple(7, "7"), tuple(40, "40"));
    assertThat(Labels.read(List.of(first, words), "cover", Stripes.place()).legend())
        .extracting(LegendEntry::value, LegendEntry::name)
        .as("numbered only where all layers' classes are numbers")
        .containsExactly(tuple(0, "3"), tuple(1, "7"), tuple(2, "lake"));
    assertThat(Labels.read(List.of(first, words), "cover", Stripes.place()).labels())
        .extracting(Labels.Label::layer)
        .containsExactly(0, 0, 1);
  }

  @Test
  void theFirstColourOfAClassCountsInWhateverLayer() throws Exception {
    MemoryLabels plain = colored(label("vineyard", null), label("orchard", null));
    MemoryLabels red = colored(label("vineyard", "#AA0000"));
    MemoryLabels blue = colored(label("vineyard", "#0000AA"), label("orchard", "#123456"));

    assertThat(Labels.read(List.of(plain, red, blue), "kind", Stripes.place()).legend())
        .extracting(LegendEntry::rgb)
        .containsExactly(0x123456, 0xAA0000);
  }

  @Test
  void aStyleMayColourTheClassesOfOneLayerAlone() throws Exception {
    List<VectorSource> layers =
        List.of(colored(label("vineyard", "#8E44ad")), colored(label("orchard", null)));
    CategoryColors style = new CategoryColors(Map.of("orchard", 0x123456));

    assertThat(
            Labels.read(StyledLabels.of(layers, "kind", style), "kind", Stripes.place()).legend())
        .extracting(LegendEntry::rgb)
        .containsExactly(0x123456, 0x8E44AD);
  }

  @Test
  void aFieldOfMoreValuesThanThereCanBeClassesIsRefused() throws Exception {
    MemoryLabels numbers =
        colored(
            IntStream.range(0, 300).mapToObj(i -> label("n" + i, null)).toArray(Feature[]::new));
    assertThatThrownBy(() -> Labels.read(List.of(numbers), "kind", Stripes.place()))
        .hasMessageContaining(
            "names 300 classes, and 254 is the most; name the one that tells the class");
  }

  private static MemoryLabels colored(Feature... labels) throws Exception {
    LayerSchema schema =
        new LayerSchema("labels", CRS, "Point", List.of(new Field("kind", Type.TEXT), COLOUR));
    return new MemoryLabels(schema, List.of(labels));
  }

  private static Feature label(String kind, String color) {
    Map<String, Object> attributes = new HashMap<>();
    attributes.put("kind", kind);
    attributes.put("colour", color);
    return new Feature(
        new GeometryFactory().createPoint(new Coordinate(400_010, 5_299_990)), attributes);
  }
}

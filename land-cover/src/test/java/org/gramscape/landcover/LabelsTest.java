package org.gramscape.landcover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gramscape.geoio.InvalidVectorException;
import org.gramscape.geoio.style.CategoryColors;
import org.gramscape.geoio.style.LegendEntry;
import org.gramscape.geoio.vector.Feature;
import org.gramscape.geoio.vector.LayerSchema;
import org.gramscape.geoio.vector.LayerSchema.Field;
import org.gramscape.geoio.vector.LayerSchema.Type;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.GeometryFactory;

class LabelsTest {

  @Test
  void classesKeepTheColoursOfTheLabels() throws Exception {
    LayerSchema schema =
        new LayerSchema(
            "labels",
            Stripes.place().crs(),
            "Point",
            List.of(new Field("kind", Type.TEXT), new Field("colour", Type.TEXT)));
    List<Feature> features =
        List.of(
            label("vineyard", null),
            label("vineyard", "#8E44ad"),
            label("vineyard", "#000000"),
            label("water", "blue"),
            label("orchard", null));

    Labels labels = Labels.read(new MemoryLabels(schema, features), "kind", Stripes.place());

    assertThat(labels.legend())
        .extracting(LegendEntry::name)
        .containsExactly("orchard", "vineyard", "water");
    assertThat(labels.legend().get(1).rgb()).isEqualTo(0x8E44AD);
    assertThat(labels.legend().get(2).rgb()).isEqualTo(0x3B82C4);
  }

  @Test
  void coloursOfAStyleGoBeforeTheLabelsOwn() throws Exception {
    LayerSchema schema =
        new LayerSchema(
            "labels",
            Stripes.place().crs(),
            "Point",
            List.of(new Field("kind", Type.TEXT), new Field("colour", Type.TEXT)));
    MemoryLabels plain =
        new MemoryLabels(
            schema, List.of(label("vineyard", "#8E44ad"), label("water", null), label(null, null)));
    CategoryColors style = new CategoryColors(Map.of("vineyard", 0x123456, "unused", 0));

    Labels labels = Labels.read(StyledLabels.of(plain, "kind", style), "kind", Stripes.place());

    assertThat(labels.legend())
        .containsExactly(
            new LegendEntry(0, "vineyard", 0x123456), new LegendEntry(1, "water", 0x3B82C4));
    assertThatThrownBy(
            () -> StyledLabels.of(plain, "kind", new CategoryColors(Map.of("Wein", 1, "See", 2))))
        .isInstanceOf(InvalidVectorException.class)
        .hasMessageContaining("colours See, Wein, and none")
        .hasMessageContaining("\"kind\": vineyard, water");
  }

  private static Feature label(String kind, String color) {
    Map<String, Object> attributes = new HashMap<>();
    attributes.put("kind", kind);
    attributes.put("colour", color);
    return new Feature(
        new GeometryFactory().createPoint(new Coordinate(400_010, 5_299_990)), attributes);
  }
}

package org.gramscape.landcover;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  private static Feature label(String kind, String color) {
    Map<String, Object> attributes = new HashMap<>();
    attributes.put("kind", kind);
    attributes.put("colour", color);
    return new Feature(
        new GeometryFactory().createPoint(new Coordinate(400_010, 5_299_990)), attributes);
  }
}

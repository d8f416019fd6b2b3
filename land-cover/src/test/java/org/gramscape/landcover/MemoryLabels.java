package org.gramscape.landcover;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.vector.Feature;
import org.gramscape.geoio.vector.LayerSchema;
import org.gramscape.geoio.vector.VectorSource;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKTReader;

/** Labels in memory, with their classes in the field {@code cover}. */
record MemoryLabels(LayerSchema schema, List<Feature> list) implements VectorSource {

  /** Of pairs of a class and a geometry in WKT. */
  static MemoryLabels of(Crs crs, Object... classesAndGeometries) throws ParseException {
    List<Feature> features = new ArrayList<>();
    for (int i = 0; i < classesAndGeometries.length; i += 2) {
      features.add(
          new Feature(
              new WKTReader().read((String) classesAndGeometries[i + 1]),
              Map.of("cover", classesAndGeometries[i])));
    }
    return new MemoryLabels(
        new LayerSchema(
            "labels",
            crs,
            "Geometry",
            List.of(
                new LayerSchema.Field("cover", LayerSchema.Type.TEXT),
                new LayerSchema.Field("year", LayerSchema.Type.INTEGER))),
        features);
  }

  @Override
  public String name() {
    return schema.name();
  }

  @Override
  public Stream<Feature> features() {
    return list.stream();
  }

  @Override
  public void close() {}
}

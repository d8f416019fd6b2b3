package org.gramscape.landcover.change;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.vector.Feature;
import org.gramscape.geoio.vector.LayerSchema;
import org.gramscape.geoio.vector.LayerSchema.Field;
import org.gramscape.geoio.vector.LayerSchema.Type;
import org.gramscape.geoio.vector.VectorSink;

/** Takes polygons of pairs of classes, adds up their ground, and passes on those of changes. */
final class ChangeSink implements VectorSink {
  private final VectorSink layer;
  private final ChangeSource source;
  private final IntFunction<String> namesBefore;
  private final IntFunction<String> namesAfter;
  private final boolean unchanged;
  private final Map<List<String>, Double> squareMetres = new LinkedHashMap<>();

  /**
   * @param layer taken over
   * @param namesBefore the name of a class value, before
   * @param unchanged whether polygons of ground that did not change are passed on as well
   */
  ChangeSink(
      VectorSink layer,
      ChangeSource source,
      IntFunction<String> namesBefore,
      IntFunction<String> namesAfter,
      boolean unchanged) {
    this.layer = layer;
    this.source = source;
    this.namesBefore = namesBefore;
    this.namesAfter = namesAfter;
    this.unchanged = unchanged;
  }

  static LayerSchema schema(Crs crs, String geometryType) {
    return new LayerSchema(
        "change",
        crs,
        geometryType,
        List.of(
            new Field("before", Type.INTEGER),
            new Field("before_name", Type.TEXT),
            new Field("after", Type.INTEGER),
            new Field("after_name", Type.TEXT),
            new Field("area_m2", Type.REAL),
            new Field("perimeter_m", Type.REAL)));
  }

  @Override
  public void write(Feature polygon) throws IOException {
    ChangeSource.Pair pair = source.pair(Math.toIntExact((Long) polygon.attributes().get("class")));
    String before = namesBefore.apply(pair.before());
    String after = namesAfter.apply(pair.after());
    squareMetres.merge(
        List.of(before, after), (Double) polygon.attributes().get("area_m2"), Double::sum);
    if (before.equals(after) && !unchanged) {
      return;
    }
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("before", (long) pair.before());
    attributes.put("before_name", before);
    attributes.put("after", (long) pair.after());
    attributes.put("after_name", after);
    attributes.put("area_m2", polygon.attributes().get("area_m2"));
    attributes.put("perimeter_m", polygon.attributes().get("perimeter_m"));
    layer.write(new Feature(polygon.geometry(), attributes));
  }

  /** The ground of all polygons so far. */
  ChangeTable table() {
    List<ChangeTable.Row> rows = new ArrayList<>();
    squareMetres.forEach(
        (names, area) -> rows.add(new ChangeTable.Row(names.get(0), names.get(1), area)));
    rows.sort(Comparator.comparing(ChangeTable.Row::before).thenComparing(ChangeTable.Row::after));
    return new ChangeTable(rows);
  }

  @Override
  public void commit() throws IOException {
    layer.commit();
  }

  @Override
  public void close() throws IOException {
    layer.close();
  }
}

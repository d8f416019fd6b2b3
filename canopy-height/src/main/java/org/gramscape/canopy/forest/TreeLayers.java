package org.gramscape.canopy.forest;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.GeoTransform;
import org.gramscape.geoio.vector.Feature;
import org.gramscape.geoio.vector.LayerSchema;
import org.gramscape.geoio.vector.LayerSchema.Field;
import org.gramscape.geoio.vector.LayerSchema.Type;
import org.gramscape.geoio.vector.VectorSink;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.GeometryFactory;

/**
 * Trees as layers: tops are points with {@code tree} (its number) and {@code height} in metres;
 * crowns are polygons with these, {@code area_m2} on the ground and {@code diameter} in metres, of
 * the circle of that area.
 */
public final class TreeLayers {
  private final Trees trees;
  private final GeoTransform transform;
  private final Crs crs;

  /**
   * @throws org.gramscape.geoio.InvalidRasterException if the heights had no georeference
   */
  public TreeLayers(Trees trees) throws IOException {
    this.trees = trees;
    this.transform = trees.info().requireGeoreference().transform();
    this.crs = trees.info().requireGeoreference().crs();
  }

  /** The layer of {@link #writeTops}. */
  public LayerSchema topSchema() {
    return new LayerSchema(
        "tops",
        crs,
        "Point",
        List.of(new Field("tree", Type.INTEGER), new Field("height", Type.REAL)));
  }

  /** Writes a point a tree; the caller commits the sink. */
  public void writeTops(VectorSink sink) throws IOException {
    GeometryFactory factory = new GeometryFactory();
    int width = trees.info().width();
    for (int tree = 1; tree <= trees.count(); tree++) {
      double column = trees.top(tree) % width + 0.5;
      double row = trees.top(tree) / width + 0.5;
      sink.write(
          new Feature(
              factory.createPoint(
                  new Coordinate(transform.x(column, row), transform.y(column, row))),
              Map.of("tree", (long) tree, "height", trees.height(tree))));
    }
  }

  /** The layer that {@link #crowns} writes. */
  public LayerSchema crownSchema() {
    return new LayerSchema(
        "crowns",
        crs,
        "Polygon",
        List.of(
            new Field("tree", Type.INTEGER),
            new Field("height", Type.REAL),
            new Field("area_m2", Type.REAL),
            new Field("diameter", Type.REAL)));
  }

  /**
   * A sink of polygons whose {@code class} is the number of a tree and which have an {@code
   * area_m2}: they become crowns.
   *
   * @param layer taken over
   */
  public VectorSink crowns(VectorSink layer) {
    return new VectorSink() {
      @Override
      public void write(Feature polygon) throws IOException {
        int tree = Math.toIntExact((Long) polygon.attributes().get("class"));
        double area = (Double) polygon.attributes().get("area_m2");
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("tree", (long) tree);
        attributes.put("height", trees.height(tree));
        attributes.put("area_m2", area);
        attributes.put("diameter", 2 * Math.sqrt(area / Math.PI));
        layer.write(new Feature(polygon.geometry(), attributes));
      }

      @Override
      public void commit() throws IOException {
        layer.commit();
      }

      @Override
      public void close() throws IOException {
        layer.close();
      }
    };
  }
}

package org.gramscape.geoio.vector;

import java.util.List;
import org.gramscape.geoio.Crs;

/**
 * What a vector layer holds.
 *
 * @param geometryType {@code Point}, {@code Polygon}, {@code MultiPolygon} ...; {@code Geometry} if
 *     mixed
 */
public record LayerSchema(String name, Crs crs, String geometryType, List<Field> fields) {

  public LayerSchema {
    fields = List.copyOf(fields);
  }

  /** An attribute. */
  public record Field(String name, Type type) {}

  /** The type of an attribute. */
  public enum Type {
    TEXT,
    INTEGER,
    REAL,
    BOOLEAN
  }
}

package org.gramscape.geoio.vector;

import org.gramscape.geoio.vector.LayerSchema.Field;

/** Attribute values against the types that a layer declares. */
public final class AttributeValues {
  private AttributeValues() {}

  /**
   * @throws IllegalArgumentException if the feature has no geometry, an attribute that the schema
   *     does not list, or a value of another type
   */
  public static void check(Feature feature, LayerSchema schema) {
    if (feature.geometry() == null) {
      throw new IllegalArgumentException("a feature without geometry for " + schema.name());
    }
    int known = 0;
    for (Field field : schema.fields()) {
      Object value = feature.attributes().get(field.name());
      if (value != null && value.getClass() != javaType(field.type())) {
        throw new IllegalArgumentException(
            field.name() + " is " + field.type() + ", not " + value.getClass().getSimpleName());
      }
      known += feature.attributes().containsKey(field.name()) ? 1 : 0;
    }
    if (known != feature.attributes().size()) {
      throw new IllegalArgumentException(
          "attributes " + feature.attributes().keySet() + " do not fit " + schema.fields());
    }
  }

  private static Class<?> javaType(LayerSchema.Type type) {
    return switch (type) {
      case TEXT -> String.class;
      case INTEGER -> Long.class;
      case REAL -> Double.class;
      case BOOLEAN -> Boolean.class;
    };
  }
}

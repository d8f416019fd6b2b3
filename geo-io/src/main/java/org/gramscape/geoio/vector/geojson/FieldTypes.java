package org.gramscape.geoio.vector.geojson;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gramscape.geoio.vector.LayerSchema.Field;
import org.gramscape.geoio.vector.LayerSchema.Type;

/** The fields of a collection: GeoJSON does not declare them, so all features are looked at. */
final class FieldTypes {
  private final Map<String, Type> types = new LinkedHashMap<>();
  private String geometryType;

  void see(JsonNode feature) {
    for (Map.Entry<String, JsonNode> property : feature.path("properties").properties()) {
      if (property.getValue().isNull()) {
        types.putIfAbsent(property.getKey(), null);
      } else {
        types.merge(property.getKey(), type(property.getValue()), FieldTypes::both);
      }
    }
    String type = feature.path("geometry").path("type").asText(null);
    if (type != null) {
      geometryType = geometryType == null || geometryType.equals(type) ? type : "Geometry";
    }
  }

  /** {@code Geometry} if there are several types, or none. */
  String geometryType() {
    return geometryType == null ? "Geometry" : geometryType;
  }

  List<Field> fields() {
    return types.entrySet().stream()
        .map(
            entry ->
                new Field(entry.getKey(), entry.getValue() == null ? Type.TEXT : entry.getValue()))
        .toList();
  }

  private static Type type(JsonNode value) {
    if (value.canConvertToLong() && value.isIntegralNumber()) {
      return Type.INTEGER;
    }
    if (value.isNumber()) {
      return Type.REAL;
    }
    return value.isBoolean() ? Type.BOOLEAN : Type.TEXT;
  }

  private static Type both(Type a, Type b) {
    if (a == b) {
      return a;
    }
    boolean numbers = a != Type.TEXT && b != Type.TEXT && a != Type.BOOLEAN && b != Type.BOOLEAN;
    return numbers ? Type.REAL : Type.TEXT;
  }

  /** A property's value as the field's type. */
  static Object value(JsonNode property, Field field) {
    if (property == null || property.isNull()) {
      return null;
    }
    return switch (field.type()) {
      case INTEGER -> (Object) property.longValue();
      case REAL -> property.doubleValue();
      case BOOLEAN -> property.booleanValue();
      case TEXT -> property.isTextual() ? property.textValue() : property.toString();
    };
  }
}

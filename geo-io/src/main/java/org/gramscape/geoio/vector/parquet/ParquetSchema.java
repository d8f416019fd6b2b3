package org.gramscape.geoio.vector.parquet;

import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.StringType;
import org.apache.parquet.format.Type;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.gramscape.geoio.vector.LayerSchema;
import org.gramscape.geoio.vector.LayerSchema.Field;

/**
 * A layer's columns: the geometry, its box, and the attributes, as Parquet's encoders want them.
 */
final class ParquetSchema {
  static final String GEOMETRY = "geometry";
  static final String BOX = "bbox";
  static final List<String> BOX_SIDES = List.of("xmin", "ymin", "xmax", "ymax");

  private final MessageType message;
  private final List<SchemaElement> elements = new ArrayList<>();

  /**
   * @throws IllegalArgumentException if an attribute has the name of one of the first two columns
   */
  ParquetSchema(LayerSchema schema) {
    Types.MessageTypeBuilder columns = Types.buildMessage();
    columns.optional(PrimitiveTypeName.BINARY).named(GEOMETRY);
    columns
        .optionalGroup()
        .required(PrimitiveTypeName.DOUBLE)
        .named(BOX_SIDES.get(0))
        .required(PrimitiveTypeName.DOUBLE)
        .named(BOX_SIDES.get(1))
        .required(PrimitiveTypeName.DOUBLE)
        .named(BOX_SIDES.get(2))
        .required(PrimitiveTypeName.DOUBLE)
        .named(BOX_SIDES.get(3))
        .named(BOX);
    elements.add(new SchemaElement("schema").setNum_children(2 + schema.fields().size()));
    elements.add(leaf(GEOMETRY, Type.BYTE_ARRAY, FieldRepetitionType.OPTIONAL));
    elements.add(
        new SchemaElement(BOX)
            .setRepetition_type(FieldRepetitionType.OPTIONAL)
            .setNum_children(BOX_SIDES.size()));
    for (String side : BOX_SIDES) {
      elements.add(leaf(side, Type.DOUBLE, FieldRepetitionType.REQUIRED));
    }
    for (Field field : schema.fields()) {
      add(field, columns);
    }
    message = columns.named("schema");
  }

  private void add(Field field, Types.MessageTypeBuilder columns) {
    if (field.name().equals(GEOMETRY) || field.name().equals(BOX)) {
      throw new IllegalArgumentException(
          "an attribute can't be called %s in GeoParquet, which has a column of that name"
              .formatted(field.name()));
    }
    SchemaElement element = leaf(field.name(), type(field), FieldRepetitionType.OPTIONAL);
    if (field.type() == LayerSchema.Type.TEXT) {
      columns
          .optional(PrimitiveTypeName.BINARY)
          .as(LogicalTypeAnnotation.stringType())
          .named(field.name());
      element.setConverted_type(ConvertedType.UTF8);
      element.setLogicalType(LogicalType.STRING(new StringType()));
    } else {
      columns.optional(PrimitiveTypeName.valueOf(type(field).name())).named(field.name());
    }
    elements.add(element);
  }

  private static Type type(Field field) {
    return switch (field.type()) {
      case TEXT -> Type.BYTE_ARRAY;
      case INTEGER -> Type.INT64;
      case REAL -> Type.DOUBLE;
      case BOOLEAN -> Type.BOOLEAN;
    };
  }

  private static SchemaElement leaf(String name, Type type, FieldRepetitionType repetition) {
    return new SchemaElement(name).setType(type).setRepetition_type(repetition);
  }

  /** For the encoders. */
  MessageType message() {
    return message;
  }

  /** For the footer: the tree in preorder. */
  List<SchemaElement> elements() {
    return elements;
  }
}

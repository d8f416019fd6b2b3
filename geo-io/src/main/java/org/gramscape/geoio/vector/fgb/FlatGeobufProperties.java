package org.gramscape.geoio.vector.fgb;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gramscape.geoio.vector.Feature;
import org.gramscape.geoio.vector.LayerSchema;
import org.gramscape.geoio.vector.LayerSchema.Field;
import org.wololo.flatgeobuf.generated.ColumnType;

/** FlatGeobuf's attribute bytes: for each value that is not null its column's number and itself. */
final class FlatGeobufProperties {
  private FlatGeobufProperties() {}

  static byte[] encode(Feature feature, LayerSchema schema) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<Field> fields = schema.fields();
    for (int column = 0; column < fields.size(); column++) {
      Object value = feature.attributes().get(fields.get(column).name());
      if (value == null) {
        continue;
      }
      byte[] text = value instanceof String string ? string.getBytes(StandardCharsets.UTF_8) : null;
      ByteBuffer bytes =
          ByteBuffer.allocate(10 + (text == null ? 0 : text.length)).order(ByteOrder.LITTLE_ENDIAN);
      bytes.putShort((short) column);
      switch (fields.get(column).type()) {
        case TEXT -> bytes.putInt(text.length).put(text);
        case INTEGER -> bytes.putLong((Long) value);
        case REAL -> bytes.putDouble((Double) value);
        case BOOLEAN -> bytes.put((byte) ((Boolean) value ? 1 : 0));
      }
      out.write(bytes.array(), 0, bytes.position());
    }
    return out.toByteArray();
  }

  /**
   * @param columnTypes the {@link ColumnType} of each column
   * @param names of the columns
   * @throws java.nio.BufferUnderflowException if the bytes end too early
   * @throws IllegalArgumentException if they speak of a column that there is not
   */
  static Map<String, Object> decode(ByteBuffer bytes, List<String> names, int[] columnTypes) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    names.forEach(name -> attributes.put(name, null));
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      int column = Short.toUnsignedInt(bytes.getShort());
      if (column >= columnTypes.length) {
        throw new IllegalArgumentException("a value of column " + column);
      }
      attributes.put(names.get(column), value(bytes, columnTypes[column]));
    }
    return attributes;
  }

  private static Object value(ByteBuffer bytes, int type) {
    return switch (type) {
      case ColumnType.Bool -> bytes.get() != 0;
      case ColumnType.Byte -> (long) bytes.get();
      case ColumnType.UByte -> (long) Byte.toUnsignedInt(bytes.get());
      case ColumnType.Short -> (long) bytes.getShort();
      case ColumnType.UShort -> (long) Short.toUnsignedInt(bytes.getShort());
      case ColumnType.Int -> (long) bytes.getInt();
      case ColumnType.UInt -> Integer.toUnsignedLong(bytes.getInt());
      case ColumnType.Long, ColumnType.ULong -> bytes.getLong();
      case ColumnType.Float -> (double) bytes.getFloat();
      case ColumnType.Double -> bytes.getDouble();
      default -> text(bytes);
    };
  }

  private static String text(ByteBuffer bytes) {
    int length = bytes.getInt();
    if (length < 0 || length > bytes.remaining()) {
      throw new IllegalArgumentException("a text of " + length + " bytes");
    }
    byte[] text = new byte[length];
    bytes.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }
}

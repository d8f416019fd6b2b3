package org.gramscape.geoio.vector.fgb;

import com.google.flatbuffers.FlatBufferBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.UnsupportedCrsException;
import org.gramscape.geoio.vector.LayerSchema;
import org.gramscape.geoio.vector.LayerSchema.Field;
import org.gramscape.geoio.vector.LayerSchema.Type;
import org.locationtech.jts.geom.Envelope;
import org.wololo.flatgeobuf.generated.Column;
import org.wololo.flatgeobuf.generated.ColumnType;
import org.wololo.flatgeobuf.generated.GeometryType;
import org.wololo.flatgeobuf.generated.Header;

/** A FlatGeobuf header to and from a schema; the library's own keeps no CRS but an EPSG code. */
final class FlatGeobufHeader {
  private FlatGeobufHeader() {}

  /** The number of a geometry type; 0 (any) if it has none. */
  static int geometryType(String name) {
    return Math.max(0, Arrays.asList(GeometryType.names).indexOf(name));
  }

  /** The header with its size before it. */
  static byte[] encode(LayerSchema schema, Envelope extent, long count, int nodeSize) {
    FlatBufferBuilder builder = new FlatBufferBuilder(1024);
    int[] columns = new int[schema.fields().size()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = column(builder, schema.fields().get(i));
    }
    int columnVector = Header.createColumnsVector(builder, columns);
    int name = builder.createString(schema.name());
    int crs = crs(builder, schema.crs());
    int envelope =
        Header.createEnvelopeVector(
            builder,
            new double[] {extent.getMinX(), extent.getMinY(), extent.getMaxX(), extent.getMaxY()});
    Header.startHeader(builder);
    Header.addName(builder, name);
    if (count > 0) {
      Header.addEnvelope(builder, envelope);
    }
    Header.addGeometryType(builder, geometryType(schema.geometryType()));
    Header.addColumns(builder, columnVector);
    Header.addFeaturesCount(builder, count);
    Header.addIndexNodeSize(builder, count > 0 ? nodeSize : 0);
    Header.addCrs(builder, crs);
    builder.finishSizePrefixed(Header.endHeader(builder));
    return builder.sizedByteArray();
  }

  private static int column(FlatBufferBuilder builder, Field field) {
    int name = builder.createString(field.name());
    Column.startColumn(builder);
    Column.addName(builder, name);
    Column.addType(
        builder,
        switch (field.type()) {
          case TEXT -> ColumnType.String;
          case INTEGER -> ColumnType.Long;
          case REAL -> ColumnType.Double;
          case BOOLEAN -> ColumnType.Bool;
        });
    return Column.endColumn(builder);
  }

  private static int crs(FlatBufferBuilder builder, Crs crs) {
    int name = builder.createString(crs.name());
    int organization = builder.createString("EPSG");
    int wkt = crs.epsgCode().isPresent() ? 0 : builder.createString(crs.wkt());
    org.wololo.flatgeobuf.generated.Crs.startCrs(builder);
    org.wololo.flatgeobuf.generated.Crs.addName(builder, name);
    if (crs.epsgCode().isPresent()) {
      org.wololo.flatgeobuf.generated.Crs.addOrg(builder, organization);
      org.wololo.flatgeobuf.generated.Crs.addCode(builder, crs.epsgCode().getAsInt());
    } else {
      org.wololo.flatgeobuf.generated.Crs.addWkt(builder, wkt);
    }
    return org.wololo.flatgeobuf.generated.Crs.endCrs(builder);
  }

  /**
   * The schema that a header describes.
   *
   * @param said the CRS, whatever the header says
   */
  static LayerSchema schema(Header header, Optional<Crs> said) throws UnsupportedCrsException {
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < header.columnsLength(); i++) {
      fields.add(new Field(header.columns(i).name(), type(header.columns(i).type())));
    }
    int geometry = header.geometryType();
    boolean simple = geometry > GeometryType.Unknown && geometry < GeometryType.GeometryCollection;
    return new LayerSchema(
        header.name() == null || header.name().isEmpty() ? "layer" : header.name(),
        said.isPresent() ? said.get() : crs(header.crs()),
        simple ? GeometryType.name(geometry) : "Geometry",
        fields);
  }

  private static Type type(int columnType) {
    return switch (columnType) {
      case ColumnType.Bool -> Type.BOOLEAN;
      case ColumnType.Byte,
          ColumnType.UByte,
          ColumnType.Short,
          ColumnType.UShort,
          ColumnType.Int,
          ColumnType.UInt,
          ColumnType.Long,
          ColumnType.ULong ->
          Type.INTEGER;
      case ColumnType.Float, ColumnType.Double -> Type.REAL;
      default -> Type.TEXT;
    };
  }

  private static Crs crs(org.wololo.flatgeobuf.generated.Crs crs) throws UnsupportedCrsException {
    if (crs != null && crs.code() > 0 && (crs.org() == null || crs.org().equals("EPSG"))) {
      return Crs.epsg(crs.code());
    }
    if (crs != null && crs.wkt() != null) {
      return Crs.wkt(crs.wkt());
    }
    throw new UnsupportedCrsException("it does not say its CRS");
  }
}

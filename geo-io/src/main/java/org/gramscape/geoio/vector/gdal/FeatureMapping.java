package org.gramscape.geoio.vector.gdal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.gdal.ogr.FeatureDefn;
import org.gdal.ogr.FieldDefn;
import org.gdal.ogr.ogr;
import org.gdal.ogr.ogrConstants;
import org.gramscape.geoio.InvalidVectorException;
import org.gramscape.geoio.vector.Feature;
import org.gramscape.geoio.vector.LayerSchema;
import org.gramscape.geoio.vector.LayerSchema.Field;
import org.gramscape.geoio.vector.LayerSchema.Type;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKBReader;
import org.locationtech.jts.io.WKBWriter;

/** Features, fields and geometry types between GDAL and this module. */
final class FeatureMapping {
  /** By the codes of OGC 06-103r4, table 6: {@code Geometry} is 0, {@code Point} 1 ... */
  private static final List<String> GEOMETRY_TYPES =
      List.of(
          "Geometry",
          "Point",
          "LineString",
          "Polygon",
          "MultiPoint",
          "MultiLineString",
          "MultiPolygon",
          "GeometryCollection");

  private FeatureMapping() {}

  static String geometryName(int gdalType) {
    int flat = ogr.GT_Flatten(gdalType);
    return flat > 0 && flat < GEOMETRY_TYPES.size() ? GEOMETRY_TYPES.get(flat) : "Geometry";
  }

  static int geometryType(String name) {
    return Math.max(0, GEOMETRY_TYPES.indexOf(name));
  }

  static List<Field> fields(FeatureDefn definition) {
    return IntStream.range(0, definition.GetFieldCount())
        .mapToObj(definition::GetFieldDefn)
        .map(field -> new Field(field.GetName(), type(field)))
        .toList();
  }

  private static Type type(FieldDefn field) {
    int type = field.GetFieldType();
    if (type == ogrConstants.OFTInteger && field.GetSubType() == ogrConstants.OFSTBoolean) {
      return Type.BOOLEAN;
    }
    if (type == ogrConstants.OFTInteger || type == ogrConstants.OFTInteger64) {
      return Type.INTEGER;
    }
    return type == ogrConstants.OFTReal ? Type.REAL : Type.TEXT;
  }

  /** GDAL's definition of a field; the caller deletes it. */
  static FieldDefn toGdal(Field field) {
    int type =
        switch (field.type()) {
          case TEXT -> ogrConstants.OFTString;
          case INTEGER -> ogrConstants.OFTInteger64;
          case REAL -> ogrConstants.OFTReal;
          case BOOLEAN -> ogrConstants.OFTInteger;
        };
    FieldDefn definition = new FieldDefn(field.name(), type);
    if (field.type() == Type.BOOLEAN) {
      definition.SetSubType(ogrConstants.OFSTBoolean);
    }
    return definition;
  }

  static Feature fromGdal(org.gdal.ogr.Feature feature, LayerSchema schema)
      throws InvalidVectorException {
    Map<String, Object> attributes = new LinkedHashMap<>();
    for (int f = 0; f < schema.fields().size(); f++) {
      Field field = schema.fields().get(f);
      attributes.put(field.name(), value(feature, f, field.type()));
    }
    try {
      return new Feature(geometry(feature.GetGeometryRef()), attributes);
    } catch (ParseException e) {
      throw new InvalidVectorException(
          "feature " + feature.GetFID() + " has an unusable geometry: " + e.getMessage(), e);
    }
  }

  private static Object value(org.gdal.ogr.Feature feature, int field, Type type) {
    if (!feature.IsFieldSetAndNotNull(field)) {
      return null;
    }
    return switch (type) {
      case TEXT -> feature.GetFieldAsString(field);
      case INTEGER -> feature.GetFieldAsInteger64(field);
      case REAL -> feature.GetFieldAsDouble(field);
      case BOOLEAN -> feature.GetFieldAsInteger(field) != 0;
    };
  }

  /** Curves become lines. */
  private static Geometry geometry(org.gdal.ogr.Geometry geometry) throws ParseException {
    if (geometry == null) {
      return new GeometryFactory().createEmpty(-1);
    }
    if (geometry.HasCurveGeometry() == 0) {
      return new WKBReader().read(geometry.ExportToWkb());
    }
    org.gdal.ogr.Geometry lines = geometry.GetLinearGeometry();
    try {
      return new WKBReader().read(lines.ExportToWkb());
    } finally {
      lines.delete();
    }
  }

  /** Puts attributes into {@code target}, whose fields are the schema's, at {@code indices}. */
  static void copy(Feature source, LayerSchema schema, int[] indices, org.gdal.ogr.Feature target) {
    for (int f = 0; f < indices.length; f++) {
      Field field = schema.fields().get(f);
      Object value = source.attributes().get(field.name());
      if (value == null) {
        target.SetFieldNull(indices[f]);
        continue;
      }
      switch (field.type()) {
        case TEXT -> target.SetField(indices[f], (String) value);
        case INTEGER -> target.SetFieldInteger64(indices[f], (Long) value);
        case REAL -> target.SetField(indices[f], (double) (Double) value);
        case BOOLEAN -> target.SetField(indices[f], (Boolean) value ? 1 : 0);
      }
    }
    org.gdal.ogr.Geometry geometry =
        org.gdal.ogr.Geometry.CreateFromWkb(new WKBWriter().write(source.geometry()));
    target.SetGeometry(geometry);
    geometry.delete();
  }
}

package org.gramscape.geoio.vector.geojson;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.Path;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.LonLat;
import org.gramscape.geoio.PendingFile;
import org.gramscape.geoio.UnsupportedCrsException;
import org.gramscape.geoio.vector.AttributeValues;
import org.gramscape.geoio.vector.Feature;
import org.gramscape.geoio.vector.LayerSchema;
import org.gramscape.geoio.vector.LayerSchema.Field;
import org.gramscape.geoio.vector.VectorSink;
import org.locationtech.jts.algorithm.Orientation;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateSequence;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryCollection;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Point;
import org.locationtech.jts.geom.Polygon;

/**
 * Writes GeoJSON as RFC 7946 wants it: longitude and latitude on WGS 84, no {@code crs} member,
 * shells counterclockwise, nothing across the antimeridian. One feature a line.
 *
 * <p>Coordinates have nine decimals, a tenth of a millimetre; equal vertices stay equal.
 */
public final class GeoJsonSink implements VectorSink {
  private static final double DECIMALS = 1e9;

  private final PendingFile pending;
  private final LayerSchema schema;
  private final JsonGenerator json;

  private GeoJsonSink(PendingFile pending, LayerSchema schema) throws IOException {
    this.pending = pending;
    this.schema = schema;
    this.json = new JsonFactory().createGenerator(pending.path().toFile(), JsonEncoding.UTF8);
    json.writeStartObject();
    json.writeStringField("type", "FeatureCollection");
    json.writeStringField("name", schema.name());
    json.writeArrayFieldStart("features");
  }

  /**
   * @throws org.gramscape.geoio.OutputExistsException if {@code output} exists and {@code
   *     overwrite} is false
   */
  public static VectorSink create(Path output, LayerSchema schema, boolean overwrite)
      throws IOException {
    return new GeoJsonSink(PendingFile.beside(output, overwrite), schema);
  }

  @Override
  public void write(Feature feature) throws IOException {
    AttributeValues.check(feature, schema);
    Geometry geometry =
        Antimeridian.cut(toLonLat(feature.geometry(), schema.crs()), !schema.crs().isGeographic());
    json.writeRaw('\n');
    json.writeStartObject();
    json.writeStringField("type", "Feature");
    json.writeObjectFieldStart("properties");
    for (Field field : schema.fields()) {
      writeAttribute(field.name(), feature.attributes().get(field.name()));
    }
    json.writeEndObject();
    json.writeFieldName("geometry");
    writeGeometry(geometry);
    json.writeEndObject();
  }

  private void writeAttribute(String name, Object value) throws IOException {
    json.writeFieldName(name);
    if (value == null || value instanceof Double real && !Double.isFinite(real)) {
      json.writeNull();
    } else if (value instanceof Long whole) {
      json.writeNumber(whole);
    } else if (value instanceof Double real) {
      json.writeNumber(real);
    } else if (value instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else {
      json.writeString((String) value);
    }
  }

  /** Throws if a vertex lies outside the CRS. */
  private static Geometry toLonLat(Geometry geometry, Crs crs) throws UnsupportedCrsException {
    Geometry copy = geometry.copy();
    for (CoordinateSequence vertices : VertexSequences.of(copy)) {
      for (int i = 0; i < vertices.size(); i++) {
        LonLat place = crs.toLonLat(vertices.getX(i), vertices.getY(i));
        vertices.setOrdinate(i, Coordinate.X, place.longitude());
        vertices.setOrdinate(i, Coordinate.Y, place.latitude());
      }
    }
    copy.geometryChanged();
    return copy;
  }

  private void writeGeometry(Geometry geometry) throws IOException {
    json.writeStartObject();
    json.writeStringField("type", geometry.getGeometryType());
    boolean mixed = geometry.getClass() == GeometryCollection.class;
    json.writeFieldName(mixed ? "geometries" : "coordinates");
    if (mixed) {
      json.writeStartArray();
      for (int i = 0; i < geometry.getNumGeometries(); i++) {
        writeGeometry(geometry.getGeometryN(i));
      }
      json.writeEndArray();
    } else {
      writeCoordinates(geometry);
    }
    json.writeEndObject();
  }

  private void writeCoordinates(Geometry geometry) throws IOException {
    if (geometry instanceof Point point) {
      writePosition(point.getCoordinateSequence(), 0);
    } else if (geometry instanceof LineString line) {
      writeLine(line.getCoordinateSequence(), false);
    } else if (geometry instanceof Polygon polygon) {
      json.writeStartArray();
      writeRing(polygon.getExteriorRing(), true);
      for (int i = 0; i < polygon.getNumInteriorRing(); i++) {
        writeRing(polygon.getInteriorRingN(i), false);
      }
      json.writeEndArray();
    } else {
      json.writeStartArray();
      for (int i = 0; i < geometry.getNumGeometries(); i++) {
        writeCoordinates(geometry.getGeometryN(i));
      }
      json.writeEndArray();
    }
  }

  private void writeRing(LinearRing ring, boolean counterclockwise) throws IOException {
    CoordinateSequence vertices = ring.getCoordinateSequence();
    writeLine(vertices, Orientation.isCCW(vertices) != counterclockwise);
  }

  private void writeLine(CoordinateSequence vertices, boolean backwards) throws IOException {
    json.writeStartArray();
    for (int i = 0; i < vertices.size(); i++) {
      writePosition(vertices, backwards ? vertices.size() - 1 - i : i);
    }
    json.writeEndArray();
  }

  private void writePosition(CoordinateSequence vertices, int i) throws IOException {
    json.writeStartArray();
    if (vertices.size() > 0) {
      json.writeNumber(Math.rint(vertices.getX(i) * DECIMALS) / DECIMALS);
      json.writeNumber(Math.rint(vertices.getY(i) * DECIMALS) / DECIMALS);
    }
    json.writeEndArray();
  }

  @Override
  public void commit() throws IOException {
    json.writeEndArray();
    json.writeEndObject();
    json.writeRaw('\n');
    json.close();
    pending.commit();
  }

  @Override
  public void close() throws IOException {
    try (pending) {
      json.close();
    }
  }
}

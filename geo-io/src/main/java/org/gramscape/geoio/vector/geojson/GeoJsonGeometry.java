package org.gramscape.geoio.vector.geojson;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Point;
import org.locationtech.jts.geom.Polygon;

/** GeoJSON geometry objects (RFC 7946, 3.1); heights are dropped. */
final class GeoJsonGeometry {
  private static final GeometryFactory FACTORY = new GeometryFactory();

  private GeoJsonGeometry() {}

  /**
   * @throws IllegalArgumentException if the object is not such a geometry
   */
  static Geometry parse(JsonNode geometry) {
    JsonNode coordinates = geometry.path("coordinates");
    String type = geometry.path("type").asText();
    return switch (type) {
      case "Point" -> point(coordinates);
      case "LineString" -> line(coordinates);
      case "Polygon" -> polygon(coordinates);
      case "MultiPoint" ->
          FACTORY.createMultiPoint(each(coordinates, GeoJsonGeometry::point).toArray(Point[]::new));
      case "MultiLineString" ->
          FACTORY.createMultiLineString(
              each(coordinates, GeoJsonGeometry::line).toArray(LineString[]::new));
      case "MultiPolygon" ->
          FACTORY.createMultiPolygon(
              each(coordinates, GeoJsonGeometry::polygon).toArray(Polygon[]::new));
      case "GeometryCollection" ->
          FACTORY.createGeometryCollection(
              each(geometry.path("geometries"), GeoJsonGeometry::parse).toArray(Geometry[]::new));
      default -> throw new IllegalArgumentException("the type \"" + type + "\" is not known");
    };
  }

  private static Point point(JsonNode position) {
    return FACTORY.createPoint(position.isEmpty() ? null : position(position));
  }

  private static LineString line(JsonNode positions) {
    return FACTORY.createLineString(positions(positions));
  }

  private static Polygon polygon(JsonNode rings) {
    List<LinearRing> parsed = each(rings, ring -> FACTORY.createLinearRing(positions(ring)));
    return parsed.isEmpty()
        ? FACTORY.createPolygon()
        : FACTORY.createPolygon(
            parsed.get(0), parsed.subList(1, parsed.size()).toArray(LinearRing[]::new));
  }

  private static Coordinate[] positions(JsonNode positions) {
    return each(positions, GeoJsonGeometry::position).toArray(Coordinate[]::new);
  }

  private static Coordinate position(JsonNode position) {
    if (position.size() < 2 || !position.get(0).isNumber() || !position.get(1).isNumber()) {
      throw new IllegalArgumentException(position + " is not a position");
    }
    return new Coordinate(position.get(0).doubleValue(), position.get(1).doubleValue());
  }

  private static <T> List<T> each(JsonNode array, Function<JsonNode, T> parse) {
    if (!array.isArray()) {
      throw new IllegalArgumentException("coordinates are not an array");
    }
    List<T> parsed = new ArrayList<>(array.size());
    array.forEach(element -> parsed.add(parse.apply(element)));
    return parsed;
  }
}

package org.gramscape.geoio.vector.geojson;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.InvalidVectorException;
import org.gramscape.geoio.UnsupportedCrsException;
import org.gramscape.geoio.vector.Feature;
import org.gramscape.geoio.vector.FeatureStream;
import org.gramscape.geoio.vector.LayerChoice;
import org.gramscape.geoio.vector.LayerSchema;
import org.gramscape.geoio.vector.LayerSchema.Field;
import org.gramscape.geoio.vector.VectorSource;
import org.locationtech.jts.geom.Geometry;

/**
 * Reads a GeoJSON feature collection, one feature in memory at a time; features without geometry
 * are left out.
 *
 * <p>The file is read through once on opening, for the fields and their types. A {@code crs} member
 * of the old format (2008) is honoured.
 */
public final class GeoJsonSource implements VectorSource {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Pattern EPSG = Pattern.compile(".*EPSG:(?:[0-9.]*:)?([0-9]{1,9})");

  private final Path path;
  private final LayerSchema schema;

  private GeoJsonSource(Path path, String layerOrNull, Optional<Crs> said) throws IOException {
    this.path = path;
    String layer = path.getFileName().toString().replaceFirst("\\.[^.]*$", "");
    Crs crs = said.isPresent() ? said.get() : Crs.epsg(4326);
    FieldTypes types = new FieldTypes();
    try (Features features = new Features(path)) {
      JsonNode feature;
      while ((feature = features.nextObject()) != null) {
        types.see(feature);
      }
      if (features.name != null) {
        layer = features.name;
      }
      if (features.crs != null && said.isEmpty()) {
        crs = crs(features.crs);
      }
    }
    LayerChoice.of(path.toString(), List.of(layer), layerOrNull);
    this.schema = new LayerSchema(layer, crs, types.geometryType(), types.fields());
  }

  /**
   * @param layerOrNull the file's only layer, or null
   * @param said the layer's CRS, whatever the file says
   * @throws InvalidVectorException if the file is not a GeoJSON feature collection
   */
  public static VectorSource open(Path path, String layerOrNull, Optional<Crs> said)
      throws IOException {
    return new GeoJsonSource(path, layerOrNull, said);
  }

  private Crs crs(JsonNode member) throws UnsupportedCrsException {
    String name = member.path("properties").path("name").asText();
    Matcher epsg = EPSG.matcher(name);
    if (epsg.matches()) {
      return Crs.epsg(Integer.parseInt(epsg.group(1)));
    }
    if (member.isNull() || name.endsWith("CRS84")) {
      return Crs.epsg(4326);
    }
    throw new UnsupportedCrsException("the CRS \"" + name + "\" is not known");
  }

  @Override
  public String name() {
    return path.toString();
  }

  @Override
  public LayerSchema schema() {
    return schema;
  }

  @Override
  public Stream<Feature> features() throws IOException {
    return FeatureStream.of(new Features(path));
  }

  @Override
  public void close() {
    // Each stream of features has a file handle of its own.
  }

  /** Walks through the members of the collection and stops at each feature. */
  private final class Features implements FeatureStream.Reader {
    private final JsonParser json;
    private long count;
    private boolean inFeatures;
    private boolean isCollection;
    private String name;
    private JsonNode crs;

    Features(Path path) throws IOException {
      this.json = MAPPER.createParser(path.toFile());
      try {
        if (json.nextToken() != JsonToken.START_OBJECT) {
          throw notGeoJson("it does not start with {", null);
        }
      } catch (JsonProcessingException e) {
        json.close();
        throw notGeoJson(e.getOriginalMessage(), e);
      } catch (IOException e) {
        json.close();
        throw e;
      }
    }

    JsonNode nextObject() throws IOException {
      try {
        if (inFeatures) {
          if (json.nextToken() == JsonToken.START_OBJECT) {
            count++;
            return json.readValueAsTree();
          }
          if (json.currentToken() != JsonToken.END_ARRAY) {
            throw notGeoJson("its features are not objects", null);
          }
          inFeatures = false;
        }
        return nextMember();
      } catch (JsonProcessingException e) {
        String where = e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")";
        throw notGeoJson(e.getOriginalMessage() + where, e);
      }
    }

    private JsonNode nextMember() throws IOException {
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String member = json.currentName();
        JsonToken value = json.nextToken();
        if (member.equals("features") && value == JsonToken.START_ARRAY) {
          isCollection = true;
          inFeatures = true;
          return nextObject();
        } else if (member.equals("name") && value == JsonToken.VALUE_STRING) {
          name = json.getText();
        } else if (member.equals("crs")) {
          crs = json.readValueAsTree();
        } else {
          json.skipChildren();
        }
      }
      if (!isCollection) {
        throw notGeoJson("it is not a FeatureCollection", null);
      }
      if (json.currentToken() != JsonToken.END_OBJECT) {
        throw notGeoJson("it ends before its last }", null);
      }
      return null;
    }

    @Override
    public Feature next() throws IOException {
      JsonNode object;
      while ((object = nextObject()) != null) {
        if (object.path("geometry").isObject()) {
          return feature(object);
        }
      }
      return null;
    }

    private Feature feature(JsonNode object) throws InvalidVectorException {
      Geometry geometry;
      try {
        geometry = GeoJsonGeometry.parse(object.get("geometry"));
      } catch (IllegalArgumentException e) {
        throw new InvalidVectorException(
            path + ": the geometry of feature " + count + " is broken: " + e.getMessage(), e);
      }
      Map<String, Object> attributes = new LinkedHashMap<>();
      for (Field field : schema.fields()) {
        attributes.put(
            field.name(), FieldTypes.value(object.path("properties").get(field.name()), field));
      }
      return new Feature(geometry, attributes);
    }

    private InvalidVectorException notGeoJson(String why, Exception cause) {
      return new InvalidVectorException(path + " cannot be read as GeoJSON: " + why, cause);
    }

    @Override
    public void close() throws IOException {
      json.close();
    }
  }
}

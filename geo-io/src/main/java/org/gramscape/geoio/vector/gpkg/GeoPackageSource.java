package org.gramscape.geoio.vector.gpkg;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
import org.gramscape.geoio.vector.LayerSchema.Type;
import org.gramscape.geoio.vector.VectorSource;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKBReader;
import org.sqlite.SQLiteConfig;

/** Reads one layer of a GeoPackage; features without geometry are left out. */
public final class GeoPackageSource implements VectorSource {
  /** As the standard has it, or GDAL, by a system that is tied to nothing. */
  private static final Pattern NO_CRS =
      Pattern.compile("\\s*|undefined|LOCAL_CS.*", Pattern.DOTALL);

  private final String name;
  private final Connection connection;
  private final String geometryColumn;
  private final LayerSchema schema;

  private GeoPackageSource(
      String name, Connection connection, String geometryColumn, LayerSchema schema) {
    this.name = name;
    this.connection = connection;
    this.geometryColumn = geometryColumn;
    this.schema = schema;
  }

  /**
   * @param layerOrNull may be null if there is only one
   * @param said the layer's CRS, whatever the file says
   * @throws InvalidVectorException if the file is not a GeoPackage, or the layer is not clear
   * @throws UnsupportedCrsException if the layer's CRS is unknown
   */
  public static VectorSource open(Path path, String layerOrNull, Optional<Crs> said)
      throws IOException {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    Connection connection = null;
    try {
      connection = config.createConnection("jdbc:sqlite:" + path.toAbsolutePath());
      VectorSource source = open(path.toString(), connection, layerOrNull, said);
      connection = null;
      return source;
    } catch (SQLException e) {
      throw broken(path.toString(), e);
    } finally {
      closeQuietly(connection);
    }
  }

  private static VectorSource open(
      String name, Connection connection, String layerOrNull, Optional<Crs> said)
      throws SQLException, IOException {
    String layer = LayerChoice.of(name, layers(connection), layerOrNull);
    String sql =
        "SELECT g.column_name, g.geometry_type_name, s.organization, s.organization_coordsys_id,"
            + " s.definition FROM gpkg_geometry_columns g"
            + " JOIN gpkg_spatial_ref_sys s ON g.srs_id = s.srs_id WHERE g.table_name = ?";
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, layer);
      ResultSet row = query.executeQuery();
      if (!row.next()) {
        throw new InvalidVectorException(
            name + ": layer " + layer + " has no entry that says its geometry and CRS");
      }
      String geometryColumn = row.getString(1);
      Crs crs =
          said.isPresent() ? said.get() : crs(row.getString(3), row.getInt(4), row.getString(5));
      return new GeoPackageSource(
          name,
          connection,
          geometryColumn,
          new LayerSchema(
              layer,
              crs,
              geometryType(row.getString(2)),
              fields(connection, layer, geometryColumn)));
    }
  }

  private static List<String> layers(Connection connection) throws SQLException {
    String sql = "SELECT table_name FROM gpkg_contents WHERE data_type = 'features'";
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      List<String> layers = new ArrayList<>();
      ResultSet rows = query.executeQuery();
      while (rows.next()) {
        layers.add(rows.getString(1));
      }
      return layers;
    }
  }

  private static Crs crs(String organization, int code, String definition)
      throws UnsupportedCrsException {
    if ("EPSG".equalsIgnoreCase(organization)) {
      return Crs.epsg(code);
    }
    if (definition == null || NO_CRS.matcher(definition).matches()) {
      throw new UnsupportedCrsException("it does not say its CRS");
    }
    return Crs.wkt(definition);
  }

  private static String geometryType(String upperCase) {
    return switch (upperCase.toUpperCase(Locale.ROOT)) {
      case "POINT" -> "Point";
      case "LINESTRING" -> "LineString";
      case "POLYGON" -> "Polygon";
      case "MULTIPOINT" -> "MultiPoint";
      case "MULTILINESTRING" -> "MultiLineString";
      case "MULTIPOLYGON" -> "MultiPolygon";
      default -> "Geometry";
    };
  }

  private static List<Field> fields(Connection connection, String layer, String geometryColumn)
      throws SQLException {
    String sql = "SELECT name, type, pk FROM pragma_table_info(?)";
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, layer);
      List<Field> fields = new ArrayList<>();
      ResultSet rows = query.executeQuery();
      while (rows.next()) {
        String declared = rows.getString(2).toUpperCase(Locale.ROOT);
        if (rows.getInt(3) == 0
            && !rows.getString(1).equalsIgnoreCase(geometryColumn)
            && !declared.startsWith("BLOB")) {
          fields.add(new Field(rows.getString(1), type(declared)));
        }
      }
      return fields;
    }
  }

  /** OGC 12-128r18, table 1. */
  private static Type type(String declared) {
    return switch (declared) {
      case "BOOLEAN" -> Type.BOOLEAN;
      case "TINYINT", "SMALLINT", "MEDIUMINT", "INT", "INTEGER" -> Type.INTEGER;
      case "FLOAT", "DOUBLE", "REAL" -> Type.REAL;
      default -> Type.TEXT;
    };
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public LayerSchema schema() {
    return schema;
  }

  @Override
  public Stream<Feature> features() throws IOException {
    StringBuilder sql = new StringBuilder("SELECT ").append(GeoPackageSink.quoted(geometryColumn));
    for (Field field : schema.fields()) {
      sql.append(", ").append(GeoPackageSink.quoted(field.name()));
    }
    sql.append(" FROM ").append(GeoPackageSink.quoted(schema.name()));
    try {
      return FeatureStream.of(new Rows(connection.prepareStatement(sql.toString())));
    } catch (SQLException e) {
      throw broken(name, e);
    }
  }

  @Override
  public void close() {
    closeQuietly(connection);
  }

  /** Nothing was written, so nothing is lost. */
  private static void closeQuietly(Connection connection) {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** SQLite may quote damaged text, line breaks and all. */
  private static InvalidVectorException broken(String name, Exception e) {
    String why = String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
    return new InvalidVectorException(name + " is not a GeoPackage that can be read: " + why, e);
  }

  private final class Rows implements FeatureStream.Reader {
    private final PreparedStatement query;
    private final ResultSet rows;
    private final WKBReader wkb = new WKBReader();

    Rows(PreparedStatement query) throws SQLException {
      this.query = query;
      this.rows = query.executeQuery();
    }

    @Override
    public Feature next() throws IOException {
      try {
        while (rows.next()) {
          byte[] blob = rows.getBytes(1);
          if (blob != null) {
            return new Feature(GeometryBlob.decode(blob, wkb), attributes());
          }
        }
        return null;
      } catch (SQLException | ParseException | IllegalArgumentException e) {
        throw broken(name, e);
      }
    }

    private Map<String, Object> attributes() throws SQLException {
      Map<String, Object> attributes = new LinkedHashMap<>();
      int column = 2;
      for (Field field : schema.fields()) {
        attributes.put(field.name(), value(rows.getObject(column++), field.type()));
      }
      return attributes;
    }

    /** SQLite keeps any value in any column; one that is not of the declared type reads as null. */
    private Object value(Object stored, Type type) {
      if (type == Type.TEXT) {
        return stored == null ? null : stored.toString();
      }
      if (!(stored instanceof Number number)) {
        return null;
      }
      return switch (type) {
        case BOOLEAN -> number.longValue() != 0;
        case INTEGER -> (Object) number.longValue();
        default -> number.doubleValue();
      };
    }

    @Override
    public void close() throws IOException {
      try {
        query.close();
      } catch (SQLException e) {
        throw broken(name, e);
      }
    }
  }
}

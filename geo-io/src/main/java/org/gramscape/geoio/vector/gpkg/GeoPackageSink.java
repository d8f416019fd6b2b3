package org.gramscape.geoio.vector.gpkg;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mil.nga.geopackage.GeoPackage;
import mil.nga.geopackage.GeoPackageException;
import mil.nga.geopackage.GeoPackageManager;
import mil.nga.geopackage.db.GeoPackageDataType;
import mil.nga.geopackage.db.TableColumnKey;
import mil.nga.geopackage.extension.rtree.RTreeIndexExtension;
import mil.nga.geopackage.features.columns.GeometryColumns;
import mil.nga.geopackage.features.user.FeatureColumn;
import mil.nga.geopackage.features.user.FeatureTable;
import mil.nga.geopackage.features.user.FeatureTableMetadata;
import mil.nga.geopackage.srs.SpatialReferenceSystem;
import mil.nga.sf.GeometryType;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.PendingFile;
import org.gramscape.geoio.style.LayerStyle;
import org.gramscape.geoio.vector.AttributeValues;
import org.gramscape.geoio.vector.Feature;
import org.gramscape.geoio.vector.LayerSchema;
import org.gramscape.geoio.vector.LayerSchema.Field;
import org.gramscape.geoio.vector.VectorSink;
import org.locationtech.jts.geom.Envelope;

/**
 * Writes one layer as a GeoPackage: in one transaction, the R-tree and the extent at the end.
 *
 * <p>The tables are the library's; rows go in by prepared statements, in batches.
 */
public final class GeoPackageSink implements VectorSink {
  private static final String ID_COLUMN = "fid";
  private static final String GEOMETRY_COLUMN = "geom";

  /** 1.3: nothing here needs 1.4, and GDAL before 3.7 warns of it. */
  private static final String SPEC_VERSION = "PRAGMA user_version = 10300";

  private static final int ROWS_A_BATCH = 1000;

  /** Ids from here on are for CRSs that EPSG does not know; GDAL starts there too. */
  private static final int FIRST_CUSTOM_SRS_ID = 100_000;

  private final PendingFile pending;
  private final LayerSchema schema;
  private final GeoPackage geoPackage;
  private final FeatureTable table;
  private final int srsId;
  private final PreparedStatement insert;
  private final Envelope extent = new Envelope();
  private final Boxes boxes = new Boxes();
  private int rowsInBatch;

  private GeoPackageSink(PendingFile pending, LayerSchema schema) throws SQLException {
    this.pending = pending;
    this.schema = schema;
    GeoPackageManager.create(pending.path().toFile());
    this.geoPackage = GeoPackageManager.open(pending.path().toFile());
    try {
      // Nobody sees the file before it is whole, so it needs no protection against a crash.
      execute("PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF", SPEC_VERSION);
      SpatialReferenceSystem srs = srs(schema.crs());
      this.srsId = (int) srs.getSrsId();
      this.table = createTable(srs);
      connection().setAutoCommit(false);
      this.insert = connection().prepareStatement(insertSql());
    } catch (SQLException | RuntimeException e) {
      geoPackage.close();
      throw e;
    }
  }

  /**
   * @throws org.gramscape.geoio.OutputExistsException if {@code output} exists and {@code
   *     overwrite} is false
   */
  public static VectorSink create(
      Path output, LayerSchema schema, Optional<LayerStyle> style, boolean overwrite)
      throws IOException {
    PendingFile pending = PendingFile.beside(output, overwrite);
    try {
      GeoPackageSink sink = new GeoPackageSink(pending, schema);
      if (style.isPresent()) {
        LayerStyleTable.add(sink.connection(), schema.name(), GEOMETRY_COLUMN, style.get());
      }
      return sink;
    } catch (SQLException | GeoPackageException e) {
      pending.close();
      throw failed(e);
    }
  }

  private Connection connection() {
    return geoPackage.getConnection().getConnection();
  }

  private void execute(String... commands) throws SQLException {
    try (Statement statement = connection().createStatement()) {
      for (String command : commands) {
        statement.execute(command);
      }
    }
  }

  private SpatialReferenceSystem srs(Crs crs) throws SQLException {
    boolean known = crs.epsgCode().isPresent();
    int id = crs.epsgCode().orElse(FIRST_CUSTOM_SRS_ID);
    var systems = geoPackage.getSpatialReferenceSystemDao();
    SpatialReferenceSystem present = systems.queryForId((long) id);
    if (present != null) {
      return present;
    }
    SpatialReferenceSystem srs = new SpatialReferenceSystem();
    srs.setSrsId(id);
    srs.setSrsName(crs.name());
    srs.setOrganization(known ? "EPSG" : "NONE");
    srs.setOrganizationCoordsysId(id);
    srs.setDefinition(crs.wkt());
    systems.create(srs);
    return srs;
  }

  private FeatureTable createTable(SpatialReferenceSystem srs) {
    GeometryType type = GeometryType.fromName(schema.geometryType().toUpperCase());
    GeometryColumns geometry = new GeometryColumns();
    geometry.setId(new TableColumnKey(schema.name(), GEOMETRY_COLUMN));
    geometry.setGeometryType(type);
    geometry.setSrs(srs);
    geometry.setZ((byte) 0);
    geometry.setM((byte) 0);
    geoPackage.createExtensionsTable();
    List<FeatureColumn> columns = new ArrayList<>();
    for (Field field : schema.fields()) {
      columns.add(
          FeatureColumn.createColumn(
              field.name(),
              switch (field.type()) {
                case TEXT -> GeoPackageDataType.TEXT;
                case INTEGER -> GeoPackageDataType.INTEGER;
                case REAL -> GeoPackageDataType.DOUBLE;
                case BOOLEAN -> GeoPackageDataType.BOOLEAN;
              }));
    }
    return geoPackage.createFeatureTable(FeatureTableMetadata.create(geometry, ID_COLUMN, columns));
  }

  private String insertSql() {
    List<String> columns = new ArrayList<>(List.of(GEOMETRY_COLUMN));
    schema.fields().forEach(field -> columns.add(field.name()));
    return "INSERT INTO "
        + quoted(schema.name())
        + columns.stream().map(GeoPackageSink::quoted).collect(Collectors.joining(", ", " (", ")"))
        + " VALUES "
        + Stream.generate(() -> "?")
            .limit(columns.size())
            .collect(Collectors.joining(", ", "(", ")"));
  }

  static String quoted(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }

  @Override
  public void write(Feature feature) throws IOException {
    AttributeValues.check(feature, schema);
    try {
      insert.setBytes(1, GeometryBlob.encode(feature.geometry(), srsId));
      int parameter = 2;
      for (Field field : schema.fields()) {
        insert.setObject(parameter++, feature.attributes().get(field.name()));
      }
      insert.addBatch();
      if (++rowsInBatch == ROWS_A_BATCH) {
        insert.executeBatch();
        rowsInBatch = 0;
      }
      extent.expandToInclude(feature.geometry().getEnvelopeInternal());
      boxes.add(feature.geometry().getEnvelopeInternal());
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  @Override
  public void commit() throws IOException {
    try {
      insert.executeBatch();
      insert.close();
      if (!extent.isNull()) {
        writeExtent();
      }
      // Ends the transaction: the library writes about the index through a connection of its own.
      connection().setAutoCommit(true);
      writeIndex();
    } catch (SQLException | GeoPackageException e) {
      throw failed(e);
    }
    geoPackage.close();
    pending.commit();
  }

  /** The library's own way to fill the index reads every geometry again, five times. */
  private void writeIndex() throws SQLException {
    RTreeIndexExtension index = new RTreeIndexExtension(geoPackage);
    index.getOrCreate(table);
    index.createRTreeIndex(table);
    connection().setAutoCommit(false);
    RTreeLoad.load(connection(), "rtree_" + schema.name() + "_" + GEOMETRY_COLUMN, boxes);
    connection().setAutoCommit(true);
    index.createAllTriggers(table);
  }

  private void writeExtent() throws SQLException {
    String sql =
        "UPDATE gpkg_contents SET min_x = ?, min_y = ?, max_x = ?, max_y = ? WHERE table_name = ?";
    try (PreparedStatement update = connection().prepareStatement(sql)) {
      update.setDouble(1, extent.getMinX());
      update.setDouble(2, extent.getMinY());
      update.setDouble(3, extent.getMaxX());
      update.setDouble(4, extent.getMaxY());
      update.setString(5, schema.name());
      update.executeUpdate();
    }
  }

  /** SQLite's word for a full disk takes it for a full database. */
  static IOException failed(Exception e) {
    String why = String.valueOf(e.getMessage());
    if (why.contains("SQLITE_FULL") || why.contains("disk is full")) {
      why = "No space left on device";
    }
    return new IOException("the GeoPackage cannot be written: " + why, e);
  }

  @Override
  public void close() throws IOException {
    try (pending) {
      geoPackage.close();
    }
  }
}

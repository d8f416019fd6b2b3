package org.gramscape.geoio.vector.gpkg;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.gramscape.geoio.style.LayerStyle;

/** QGIS's table {@code layer_styles}: from it QGIS draws a layer by itself. */
final class LayerStyleTable {
  private static final String CREATE =
      "CREATE TABLE layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,"
          + " f_table_catalog TEXT(256), f_table_schema TEXT(256), f_table_name TEXT(256),"
          + " f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,"
          + " useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),"
          + " update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')))";

  private static final String REGISTER =
      "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id)"
          + " VALUES ('layer_styles', 'attributes', 'layer_styles', 0)";

  private static final String ADD =
      "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column,"
          + " styleName, styleQML, styleSLD, useAsDefault, description, owner)"
          + " VALUES ('', '', ?, ?, ?, ?, ?, 1, '', '')";

  private LayerStyleTable() {}

  /** Makes {@code style} the default of a layer. */
  static void add(Connection connection, String layer, String geometryColumn, LayerStyle style)
      throws SQLException {
    try (Statement create = connection.createStatement();
        PreparedStatement add = prepared(connection, create)) {
      add.setString(1, layer);
      add.setString(2, geometryColumn);
      add.setString(3, layer);
      add.setString(4, style.qml());
      add.setString(5, style.sld());
      add.executeUpdate();
    }
  }

  private static PreparedStatement prepared(Connection connection, Statement create)
      throws SQLException {
    create.execute(CREATE);
    create.execute(REGISTER);
    return connection.prepareStatement(ADD);
  }
}

package org.gramscape.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** A GeoPackage that does not say its CRS. */
final class BareGeoPackage {
  private BareGeoPackage() {}

  /** Copies one and leaves its CRS out. */
  static Path of(Path original, Path copy) throws IOException, SQLException {
    Files.copy(original, copy);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + copy);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "INSERT OR REPLACE INTO gpkg_spatial_ref_sys VALUES"
              + " ('Undefined', -1, 'NONE', -1, 'undefined', NULL)");
      statement.execute("UPDATE gpkg_geometry_columns SET srs_id = -1");
    }
    return copy;
  }
}

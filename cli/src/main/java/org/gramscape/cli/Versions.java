package org.gramscape.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.gramscape.geoio.raster.gdal.GdalBackend;
import picocli.CommandLine.IVersionProvider;

/** Gramscape's version, and those of what it stands on. */
final class Versions implements IVersionProvider {
  private static final String FILE = "versions.properties";

  static String gramscape() throws IOException {
    return read().getProperty("gramscape");
  }

  @Override
  public String[] getVersion() throws IOException {
    Properties versions = read();
    return new String[] {
      "Gramscape " + versions.getProperty("gramscape"),
      "GDAL "
          + (GdalBackend.isAvailable()
              ? GdalBackend.version()
              : "not found (GeoTIFF is read without it; see tools/gdal-bindings.sh)"),
      "GeoTools wrapper " + versions.getProperty("geotools"),
      "libtorch " + versions.getProperty("libtorch"),
      "Java " + System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")"
    };
  }

  private static Properties read() throws IOException {
    Properties versions = new Properties();
    try (InputStream file = Versions.class.getResourceAsStream(FILE)) {
      versions.load(file);
    }
    return versions;
  }
}

package org.gramscape.geoio.raster;

/** Who reads a raster. */
public enum Backend {
  /** GDAL when its library is found, else the JVM. */
  AUTO,
  /** Our own reader: GeoTIFF and COG in local files, on every machine with a Java runtime. */
  JVM,
  /** GDAL's Java bindings: every format that GDAL knows, remote addresses too. */
  GDAL
}

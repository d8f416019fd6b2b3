package org.gramscape.geoio.raster;

import java.io.File;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.raster.gdal.GdalBackend;
import org.gramscape.geoio.raster.jvm.CogWriter;
import org.gramscape.geoio.raster.jvm.GeoTiffSource;

/** Opens rasters and creates them: the way into this package. */
public final class Rasters {
  private Rasters() {}

  /**
   * Opens a raster; both backends give the same samples, validity and georeference for the files
   * that both can read.
   *
   * @param pathOrAddress a local file, or for GDAL anything that it opens ({@code /vsicurl/...})
   * @throws InvalidRasterException if it is not a raster, is damaged, or is of a kind that the
   *     backend cannot read right
   * @throws java.nio.file.NoSuchFileException if there is no such file
   */
  public static RasterSource open(String pathOrAddress, Backend backend) throws IOException {
    boolean gdal =
        switch (backend) {
          case AUTO -> GdalBackend.isAvailable();
          case JVM -> false;
          case GDAL -> true;
        };
    if (isPipeOrDevice(pathOrAddress)) {
      throw new InvalidRasterException(
          pathOrAddress + " is a pipe or a device; a raster file is expected, so copy it to one");
    }
    try {
      return gdal ? GdalBackend.open(pathOrAddress) : GeoTiffSource.open(localPath(pathOrAddress));
    } catch (InvalidRasterException e) {
      // GDAL has formats that are folders, so it is asked first.
      if (new File(pathOrAddress).isDirectory()) {
        throw new InvalidRasterException(
            pathOrAddress + " is a folder; a raster file is expected", e);
      }
      throw e;
    }
  }

  /** What would be waited for for ever, or read without end. */
  private static boolean isPipeOrDevice(String name) {
    File file = new File(name);
    return file.exists() && !file.isFile() && !file.isDirectory();
  }

  /**
   * Creates a tiled GeoTIFF that is a valid Cloud Optimized GeoTIFF, whole on {@link
   * RasterSink#commit} and not at all before.
   *
   * @throws org.gramscape.geoio.OutputExistsException if {@code output} exists and {@code
   *     overwrite} is false
   * @throws IllegalArgumentException if a creation option is not known, or the parts of {@code
   *     spec} do not fit each other
   * @throws org.gramscape.geoio.UnsupportedCrsException if GeoTIFF cannot name the CRS
   */
  public static RasterSink create(Path output, RasterSpec spec, boolean overwrite)
      throws IOException {
    return CogWriter.create(output, spec, overwrite);
  }

  private static Path localPath(String pathOrAddress) throws InvalidRasterException {
    if (pathOrAddress.startsWith("/vsi") || pathOrAddress.contains("://")) {
      throw new InvalidRasterException(
          pathOrAddress
              + " is not a local file; only GDAL reads remote addresses, and its library was not"
              + " found or not chosen");
    }
    try {
      return Path.of(pathOrAddress);
    } catch (InvalidPathException e) {
      throw new InvalidRasterException(pathOrAddress + " is not a file name", e);
    }
  }
}

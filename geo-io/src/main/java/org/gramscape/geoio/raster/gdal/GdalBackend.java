package org.gramscape.geoio.raster.gdal;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.gdal.gdal.gdal;
import org.gdal.ogr.ogr;
import org.gdal.osr.osr;
import org.gramscape.geoio.raster.RasterSource;

/**
 * The GDAL library of this machine: found, loaded and set up once, at the first use of this class.
 *
 * <p>It is looked for in the folder that the environment variable {@code GRAMSCAPE_GDAL} names,
 * then on {@code java.library.path}, then where {@code tools/gdal-bindings.sh} puts it.
 */
public final class GdalBackend {
  private static final String LIBRARY = "gdalalljni";

  /**
   * What GDAL is told unless the environment says otherwise: not to wait for ever for a server that
   * answers nothing, not to take a twentieth of the machine's memory for its cache, to decode a
   * large strip as a whole (row by row it fails where rows are skipped), and to take a deprecated
   * code of a CRS as it stands: what EPSG put in its place may lie elsewhere (2156, 2195).
   */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "GDAL_CACHEMAX", "64",
          "GDAL_ENABLE_TIFF_SPLIT", "NO",
          "GDAL_HTTP_CONNECTTIMEOUT", "20",
          "GDAL_HTTP_LOW_SPEED_TIME", "30",
          "GDAL_HTTP_LOW_SPEED_LIMIT", "1",
          "OSR_USE_NON_DEPRECATED", "NO");

  private static final String WHY_NOT = load();

  private GdalBackend() {}

  public static boolean isAvailable() {
    return WHY_NOT.isEmpty();
  }

  /** Why GDAL cannot be used and what to do; "" if it can. */
  public static String whyNot() {
    return WHY_NOT;
  }

  /**
   * GDAL's version, such as {@code 3.6.2}.
   *
   * @throws IOException if GDAL is not available
   */
  public static String version() throws IOException {
    require();
    return gdal.VersionInfo("RELEASE_NAME");
  }

  /**
   * Opens a raster of any format that GDAL reads.
   *
   * @param pathOrAddress a file, a URL ({@code https://}, {@code s3://}, {@code gs://}, {@code
   *     az://}), or any other name that GDAL knows
   * @throws org.gramscape.geoio.InvalidRasterException if GDAL cannot read it, or its samples are
   *     of a kind that {@code double} cannot hold
   * @throws java.nio.file.NoSuchFileException if there is no such file
   * @throws IOException if GDAL is not available
   */
  public static RasterSource open(String pathOrAddress) throws IOException {
    require();
    return GdalRasterSource.open(pathOrAddress);
  }

  /**
   * Makes sure that GDAL can be called.
   *
   * @throws IOException if it is not available; the message says what to do
   */
  public static void require() throws IOException {
    if (!isAvailable()) {
      throw new IOException(WHY_NOT);
    }
  }

  /** What GDAL said last on this thread, on one line. */
  public static String lastError() {
    String said = gdal.GetLastErrorMsg().strip().replaceAll("\\s+", " ");
    return said.isEmpty() ? "it gives no reason" : said;
  }

  private static String load() {
    try {
      loadLibrary();
      startQuietly();
      return "";
    } catch (UnsatisfiedLinkError e) {
      return "GDAL's Java library cannot be loaded ("
          + e.getMessage()
          + "); on Debian 12 tools/gdal-bindings.sh builds it";
    }
  }

  private static void loadLibrary() {
    String chosen = System.getenv("GRAMSCAPE_GDAL");
    if (chosen != null) {
      System.load(file(Path.of(chosen)));
      return;
    }
    try {
      System.loadLibrary(LIBRARY);
    } catch (UnsatisfiedLinkError notOnThePath) {
      String built = file(defaultFolder());
      if (!Files.exists(Path.of(built))) {
        throw new UnsatisfiedLinkError("neither on java.library.path nor at " + built);
      }
      System.load(built);
    }
  }

  private static String file(Path folder) {
    return folder.resolve(System.mapLibraryName(LIBRARY)).toAbsolutePath().toString();
  }

  private static Path defaultFolder() {
    String data = System.getenv("XDG_DATA_HOME");
    Path root =
        data == null || data.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".local", "share")
            : Path.of(data);
    return root.resolve("gramscape").resolve("gdal");
  }

  /**
   * Initialises the generated classes and GDAL. Each class asks for the library by name once more
   * and complains on stderr where it was loaded by path, hence the silence.
   */
  private static void startQuietly() {
    PrintStream err = System.err;
    System.setErr(new PrintStream(OutputStream.nullOutputStream()));
    try {
      ogr.DontUseExceptions();
      osr.DontUseExceptions();
      gdal.UseExceptions(); // last: it makes GDAL keep its messages for us, off stderr
      gdal.AllRegister();
      SETTINGS.forEach(
          (option, value) -> {
            if (gdal.GetConfigOption(option) == null) {
              gdal.SetConfigOption(option, value);
            }
          });
    } finally {
      System.setErr(err);
    }
  }
}

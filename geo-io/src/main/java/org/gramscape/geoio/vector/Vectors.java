package org.gramscape.geoio.vector;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.InvalidVectorException;
import org.gramscape.geoio.UnsupportedCrsException;
import org.gramscape.geoio.raster.gdal.GdalBackend;
import org.gramscape.geoio.style.LayerStyle;
import org.gramscape.geoio.vector.fgb.FlatGeobufSink;
import org.gramscape.geoio.vector.fgb.FlatGeobufSource;
import org.gramscape.geoio.vector.gdal.GdalVectors;
import org.gramscape.geoio.vector.geojson.GeoJsonSink;
import org.gramscape.geoio.vector.geojson.GeoJsonSource;
import org.gramscape.geoio.vector.gpkg.GeoPackageSink;
import org.gramscape.geoio.vector.gpkg.GeoPackageSource;
import org.gramscape.geoio.vector.parquet.GeoParquetSink;

/** Opens vector layers and creates them: the way into this package. */
public final class Vectors {
  private Vectors() {}

  /**
   * Opens a layer in the CRS that its file says; see {@link #open(String, String, Optional)}.
   *
   * @param layerOrNull the layer's name; null for the only one
   */
  public static VectorSource open(String path, String layerOrNull) throws IOException {
    return open(path, layerOrNull, Optional.empty());
  }

  /**
   * Opens a layer: {@code .gpkg}, {@code .geojson} or {@code .json}, {@code .fgb}; everything else
   * by GDAL.
   *
   * @param path a file, or for GDAL anything that it opens
   * @param layerOrNull the layer's name; null for the only one
   * @param said the layer's CRS, for a file that does not say it, or says another
   * @throws InvalidVectorException if the file is broken or needs GDAL where there is none, there
   *     is no such layer, or several and none named
   * @throws UnsupportedCrsException if the layer's CRS is missing or unknown
   * @throws NoSuchFileException if there is no such file
   */
  public static VectorSource open(String path, String layerOrNull, Optional<Crs> said)
      throws IOException {
    try {
      return source(path, layerOrNull, said);
    } catch (UnsupportedCrsException e) {
      throw new UnsupportedCrsException(
          "%s: %s; if you know which it is, write a copy that says it: ogr2ogr -a_srs EPSG:CODE OUT.gpkg %s"
              .formatted(path, e.getMessage(), path),
          e);
    }
  }

  private static VectorSource source(String path, String layerOrNull, Optional<Crs> said)
      throws IOException {
    String format = suffix(path);
    File named = new File(path);
    if (named.exists() && !named.isFile() && !named.isDirectory()) {
      throw new InvalidVectorException(
          path + " is a pipe or a device; a vector file is expected, so copy it to one");
    }
    if (path.startsWith("/vsi") || path.contains("://") || !isOurs(format)) {
      requireGdal(path);
      return GdalVectors.open(path, layerOrNull, said);
    }
    Path file = Path.of(path);
    if (!Files.exists(file)) {
      throw new NoSuchFileException(path, null, "there is no such file");
    }
    return switch (format) {
      case "gpkg" -> GeoPackageSource.open(file, layerOrNull, said);
      case "fgb" -> FlatGeobufSource.open(file, layerOrNull, said);
      default -> GeoJsonSource.open(file, layerOrNull, said);
    };
  }

  /**
   * Creates a layer without style; see {@link #create(Path, LayerSchema, Optional, boolean)}.
   *
   * @throws org.gramscape.geoio.OutputExistsException if {@code output} exists and {@code
   *     overwrite} is false
   */
  public static VectorSink create(Path output, LayerSchema schema, boolean overwrite)
      throws IOException {
    return create(output, schema, Optional.empty(), overwrite);
  }

  /**
   * Creates a layer in the format of the suffix: {@code .gpkg}, {@code .geojson} or {@code .json},
   * {@code .fgb}, {@code .parquet}; others by GDAL. It appears whole on {@link VectorSink#commit}
   * and not at all before.
   *
   * @param style written beside the output, and into it where the format has a place for styles
   * @throws org.gramscape.geoio.OutputExistsException if {@code output} exists and {@code
   *     overwrite} is false
   * @throws InvalidVectorException if the format needs GDAL where there is none
   */
  public static VectorSink create(
      Path output, LayerSchema schema, Optional<LayerStyle> style, boolean overwrite)
      throws IOException {
    VectorSink sink =
        switch (suffix(output.toString())) {
          case "gpkg" -> GeoPackageSink.create(output, schema, style, overwrite);
          case "fgb" -> FlatGeobufSink.create(output, schema, overwrite);
          case "geojson", "json" -> GeoJsonSink.create(output, schema, overwrite);
          case "parquet" -> GeoParquetSink.create(output, schema, overwrite);
          default -> {
            requireGdal(output.toString());
            yield GdalVectors.create(output, schema, overwrite);
          }
        };
    return style.isPresent() ? new StyledSink(sink, output, style.get()) : sink;
  }

  private static boolean isOurs(String format) {
    return switch (format) {
      case "gpkg", "fgb", "geojson", "json" -> true;
      default -> false;
    };
  }

  private static void requireGdal(String name) throws InvalidVectorException {
    if (!GdalBackend.isAvailable()) {
      throw new InvalidVectorException(
          name
              + ": this format needs GDAL; use .gpkg, .geojson, .fgb or .parquet (to write), or: "
              + GdalBackend.whyNot());
    }
  }

  private static String suffix(String name) {
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  /** Writes the style's files when the layer is in its place. */
  private record StyledSink(VectorSink layer, Path output, LayerStyle style) implements VectorSink {
    @Override
    public void write(Feature feature) throws IOException {
      layer.write(feature);
    }

    @Override
    public void commit() throws IOException {
      layer.commit();
      style.writeBeside(output);
    }

    @Override
    public void close() throws IOException {
      layer.close();
    }
  }
}

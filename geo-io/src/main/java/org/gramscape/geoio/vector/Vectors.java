package org.gramscape.geoio.vector;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.gramscape.geoio.InvalidVectorException;
import org.gramscape.geoio.style.LayerStyle;
import org.gramscape.geoio.vector.gpkg.GeoPackageSink;

/** Opens vector layers and creates them: the way into this package. */
public final class Vectors {
  private Vectors() {}

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
   * {@code .fgb}; others by GDAL. It appears whole on {@link VectorSink#commit} and not at all
   * before.
   *
   * @param style written beside the output, and into it where the format has a place for styles
   * @throws org.gramscape.geoio.OutputExistsException if {@code output} exists and {@code
   *     overwrite} is false
   */
  public static VectorSink create(
      Path output, LayerSchema schema, Optional<LayerStyle> style, boolean overwrite)
      throws IOException {
    VectorSink sink =
        switch (suffix(output.toString())) {
          case "gpkg" -> GeoPackageSink.create(output, schema, style, overwrite);
          default -> throw needsGdal(output.toString());
        };
    return style.isPresent() ? new StyledSink(sink, output, style.get()) : sink;
  }

  private static InvalidVectorException needsGdal(String name) {
    return new InvalidVectorException(
        name
            + ": this format needs GDAL, which was not found; use .gpkg, .geojson or .fgb, or build"
            + " GDAL's bindings with tools/gdal-bindings.sh");
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

package org.gramscape.geoio.vector.gdal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.raster.gdal.GdalBackend;
import org.gramscape.geoio.vector.LayerSchema;
import org.gramscape.geoio.vector.VectorSink;
import org.gramscape.geoio.vector.VectorSource;

/** Opens and creates vector files of every format that GDAL knows. */
public final class GdalVectors {
  private GdalVectors() {}

  /**
   * Opens a layer of a vector file.
   *
   * @param layerOrNull the layer's name; null for the only one that holds features
   * @param said the layer's CRS, whatever the file says
   * @throws org.gramscape.geoio.InvalidVectorException if GDAL cannot read it, there is no such
   *     layer, or none is named and there are several
   * @throws org.gramscape.geoio.UnsupportedCrsException if the layer has no CRS on Earth
   * @throws java.nio.file.NoSuchFileException if there is no such file
   * @throws IOException if GDAL is not available
   */
  public static VectorSource open(String path, String layerOrNull, Optional<Crs> said)
      throws IOException {
    GdalBackend.require();
    return GdalVectorSource.open(path, layerOrNull, said);
  }

  /**
   * Creates a vector file of the format that its suffix names, whole on {@link VectorSink#commit}
   * and not at all before. KML is written in WGS 84 whatever the schema's CRS.
   *
   * @throws org.gramscape.geoio.InvalidVectorException if GDAL writes no such format
   * @throws org.gramscape.geoio.OutputExistsException if the file exists and {@code overwrite} is
   *     false
   * @throws IOException if GDAL is not available
   */
  public static VectorSink create(Path output, LayerSchema schema, boolean overwrite)
      throws IOException {
    GdalBackend.require();
    return GdalVectorSink.create(output, schema, overwrite);
  }
}

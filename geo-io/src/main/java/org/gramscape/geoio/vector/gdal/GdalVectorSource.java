package org.gramscape.geoio.vector.gdal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gdal.gdal.Dataset;
import org.gdal.gdal.gdal;
import org.gdal.gdalconst.gdalconstConstants;
import org.gdal.ogr.Layer;
import org.gdal.osr.SpatialReference;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.InvalidVectorException;
import org.gramscape.geoio.UnsupportedCrsException;
import org.gramscape.geoio.raster.gdal.GdalBackend;
import org.gramscape.geoio.raster.gdal.GdalCrs;
import org.gramscape.geoio.raster.gdal.GdalOpening;
import org.gramscape.geoio.vector.Feature;
import org.gramscape.geoio.vector.LayerSchema;
import org.gramscape.geoio.vector.VectorSource;

/** A vector layer that GDAL reads; a feature without geometry gets an empty one. */
final class GdalVectorSource implements VectorSource {
  private final String name;
  private final Dataset dataset;
  private final Layer layer;
  private final LayerSchema schema;
  private boolean closed;

  private GdalVectorSource(String name, Dataset dataset, String layerOrNull, Optional<Crs> said)
      throws IOException {
    this.name = name;
    this.dataset = dataset;
    this.layer = layerOrNull == null ? onlyLayer() : layer(layerOrNull);
    this.schema =
        new LayerSchema(
            layer.GetName(),
            said.isPresent() ? said.get() : crs(),
            FeatureMapping.geometryName(layer.GetGeomType()),
            FeatureMapping.fields(layer.GetLayerDefn()));
  }

  static GdalVectorSource open(String path, String layerOrNull, Optional<Crs> said)
      throws IOException {
    GdalOpening opening =
        GdalOpening.of(path, gdalconstConstants.OF_VECTOR | gdalconstConstants.OF_VERBOSE_ERROR);
    Dataset dataset = opening.dataset();
    if (dataset == null) {
      if (!path.startsWith("/vsi") && !path.contains(":") && !Files.exists(Path.of(path))) {
        throw new NoSuchFileException(path, null, "there is no such file");
      }
      throw new InvalidVectorException(
          path
              + ": GDAL cannot read it as a vector file ("
              + opening.said()
              + "); see what it is with ogrinfo");
    }
    try {
      return new GdalVectorSource(path, dataset, layerOrNull, said);
    } catch (IOException | RuntimeException e) {
      dataset.delete();
      throw e;
    }
  }

  private List<Layer> layers() {
    return IntStream.range(0, dataset.GetLayerCount()).mapToObj(dataset::GetLayer).toList();
  }

  private Layer layer(String wanted) throws InvalidVectorException {
    Layer found = dataset.GetLayer(wanted);
    if (found == null) {
      throw new InvalidVectorException(
          name + ": has no layer \"" + wanted + "\" but " + names(layers()));
    }
    return found;
  }

  private Layer onlyLayer() throws InvalidVectorException {
    List<Layer> layers = layers();
    if (layers.size() > 1) {
      layers = layers.stream().filter(each -> each.GetFeatureCount() != 0).toList();
    }
    if (layers.size() != 1) {
      throw new InvalidVectorException(
          layers.isEmpty()
              ? name + ": holds no features"
              : name + ": holds several layers, name one of them: " + names(layers));
    }
    return layers.get(0);
  }

  private static List<String> names(List<Layer> layers) {
    return layers.stream().map(Layer::GetName).toList();
  }

  private Crs crs() throws UnsupportedCrsException {
    SpatialReference reference = layer.GetSpatialRef();
    if (reference == null) {
      throw new UnsupportedCrsException("it does not say its CRS");
    }
    try {
      return GdalCrs.of(reference);
    } finally {
      reference.delete();
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public LayerSchema schema() {
    return schema;
  }

  @Override
  public Stream<Feature> features() {
    if (closed) {
      throw new IllegalStateException(name + " is closed");
    }
    layer.ResetReading();
    return Stream.generate(this::next).takeWhile(Objects::nonNull);
  }

  /** The next feature, or null after the last. */
  private Feature next() {
    gdal.ErrorReset();
    org.gdal.ogr.Feature feature = layer.GetNextFeature();
    try {
      if (feature != null) {
        return FeatureMapping.fromGdal(feature, schema);
      }
      if (gdal.GetLastErrorType() == gdalconstConstants.CE_Failure) {
        throw new InvalidVectorException("damaged (" + GdalBackend.lastError() + ")");
      }
      return null;
    } catch (InvalidVectorException e) {
      throw new UncheckedIOException(new InvalidVectorException(name + ": " + e.getMessage(), e));
    } finally {
      if (feature != null) {
        feature.delete();
      }
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      dataset.delete();
    }
  }
}

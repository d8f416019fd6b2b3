package org.gramscape.geoio.vector.gdal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.Vector;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gdal.gdal.Dataset;
import org.gdal.gdal.Driver;
import org.gdal.gdal.gdal;
import org.gdal.gdalconst.gdalconstConstants;
import org.gdal.ogr.FieldDefn;
import org.gdal.ogr.Layer;
import org.gdal.osr.SpatialReference;
import org.gramscape.geoio.InvalidVectorException;
import org.gramscape.geoio.PendingFile;
import org.gramscape.geoio.raster.gdal.GdalBackend;
import org.gramscape.geoio.raster.gdal.GdalCrs;
import org.gramscape.geoio.vector.Feature;
import org.gramscape.geoio.vector.LayerSchema;
import org.gramscape.geoio.vector.LayerSchema.Field;
import org.gramscape.geoio.vector.VectorSink;

/**
 * A vector file that GDAL writes, in a folder of its own beside the place where it belongs: some
 * formats are several files.
 */
final class GdalVectorSink implements VectorSink {
  private final Path output;
  private final Path workFolder;
  private final LayerSchema schema;
  private final int[] fieldIndices;
  private final Layer layer;
  private Dataset dataset;

  private GdalVectorSink(Path output, Path workFolder, LayerSchema schema, Dataset dataset)
      throws IOException {
    this.output = output;
    this.workFolder = workFolder;
    this.schema = schema;
    this.dataset = dataset;
    this.layer = createLayer();
    this.fieldIndices = new int[schema.fields().size()];
    for (int f = 0; f < fieldIndices.length; f++) {
      fieldIndices[f] = createField(schema.fields().get(f));
    }
  }

  static GdalVectorSink create(Path output, LayerSchema schema, boolean overwrite)
      throws IOException {
    Driver driver = driver(output);
    PendingFile.requireFree(output, overwrite);
    Path workFolder =
        Files.createTempDirectory(
            output.toAbsolutePath().getParent(), "." + output.getFileName() + ".");
    Dataset dataset = null;
    try {
      gdal.ErrorReset();
      String path = workFolder.resolve(output.getFileName()).toString();
      dataset = driver.Create(path, 0, 0, 0, gdalconstConstants.GDT_Unknown);
      check(dataset != null, "create " + output);
      return new GdalVectorSink(output, workFolder, schema, dataset);
    } catch (IOException | RuntimeException e) {
      if (dataset != null) {
        dataset.delete();
      }
      deleteFolder(workFolder);
      throw e;
    }
  }

  private static Driver driver(Path output) throws InvalidVectorException {
    String name = output.getFileName().toString();
    String suffix = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return IntStream.range(0, gdal.GetDriverCount())
        .mapToObj(gdal::GetDriver)
        .filter(driver -> writes(driver, suffix))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidVectorException(
                    output + ": GDAL writes no vector format with the suffix ." + suffix));
  }

  private static boolean writes(Driver driver, String suffix) {
    String suffixes = driver.GetMetadataItem(gdalconstConstants.DMD_EXTENSIONS);
    return driver.GetMetadataItem(gdalconstConstants.DCAP_VECTOR) != null
        && driver.GetMetadataItem(gdalconstConstants.DCAP_CREATE) != null
        && suffixes != null
        && Arrays.asList(suffixes.split(" ")).contains(suffix);
  }

  private Layer createLayer() throws IOException {
    Vector<String> options = new Vector<>();
    if ("ESRI Shapefile".equals(dataset.GetDriver().getShortName())) {
      options.add("ENCODING=UTF-8"); // its own default has no letters beyond Western Europe's
    }
    SpatialReference reference = GdalCrs.toGdal(schema.crs());
    gdal.ErrorReset();
    Layer created =
        dataset.CreateLayer(
            schema.name(), reference, FeatureMapping.geometryType(schema.geometryType()), options);
    reference.delete();
    check(created != null, "create the layer " + schema.name());
    return created;
  }

  /** The field's place in the layer: formats may shorten its name or have fields of their own. */
  private int createField(Field field) throws IOException {
    FieldDefn definition = FeatureMapping.toGdal(field);
    gdal.ErrorReset();
    int result = layer.CreateField(definition);
    definition.delete();
    check(result == 0, "create the field " + field.name());
    return layer.GetLayerDefn().GetFieldCount() - 1;
  }

  @Override
  public void write(Feature feature) throws IOException {
    Set<String> unknown = new HashSet<>(feature.attributes().keySet());
    schema.fields().forEach(field -> unknown.remove(field.name()));
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException("attributes that the schema lacks: " + unknown);
    }
    org.gdal.ogr.Feature target = new org.gdal.ogr.Feature(layer.GetLayerDefn());
    try {
      FeatureMapping.copy(feature, schema, fieldIndices, target);
      gdal.ErrorReset();
      check(layer.CreateFeature(target) == 0, "write a feature to " + output);
    } catch (ClassCastException e) {
      throw new IllegalArgumentException("an attribute of another type than its field", e);
    } finally {
      target.delete();
    }
  }

  private static void check(boolean done, String what) throws IOException {
    if (!done) {
      throw new IOException("GDAL could not " + what + ": " + GdalBackend.lastError());
    }
  }

  @Override
  public void commit() throws IOException {
    gdal.ErrorReset();
    closeDataset();
    check(gdal.GetLastErrorType() != gdalconstConstants.CE_Failure, "finish " + output);
    Set<Path> stale = new HashSet<>(filesOfOld());
    for (Path file : written()) {
      Path target = output.resolveSibling(file.getFileName());
      Files.move(file, target, StandardCopyOption.REPLACE_EXISTING);
      stale.remove(target);
    }
    for (Path file : stale) {
      Files.deleteIfExists(file);
    }
  }

  /** The main file last: whoever sees it finds the others beside it. */
  private List<Path> written() throws IOException {
    try (Stream<Path> files = Files.list(workFolder)) {
      return files
          .sorted(Comparator.comparing(file -> file.getFileName().equals(output.getFileName())))
          .toList();
    }
  }

  /** The files that a dataset of the same name left beside {@code output}. */
  private List<Path> filesOfOld() {
    Dataset old = gdal.OpenEx(output.toString(), gdalconstConstants.OF_VECTOR);
    if (old == null) {
      return List.of();
    }
    List<?> names = List.copyOf((Vector<?>) old.GetFileList());
    old.delete();
    return names.stream()
        .map(name -> Path.of((String) name).getFileName())
        .filter(name -> stem(name).equals(stem(output.getFileName())))
        .map(output::resolveSibling)
        .toList();
  }

  private static String stem(Path name) {
    return name.toString().replaceFirst("\\..*", "");
  }

  private void closeDataset() {
    if (dataset != null) {
      dataset.delete();
      dataset = null;
    }
  }

  @Override
  public void close() throws IOException {
    closeDataset();
    deleteFolder(workFolder);
  }

  private static void deleteFolder(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}

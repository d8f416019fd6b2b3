package org.gramscape.cli.option;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.vector.Feature;
import org.gramscape.geoio.vector.LayerSchema;
import org.gramscape.geoio.vector.VectorSource;
import picocli.CommandLine.Option;

/** A file of labelled places, and what is to be known to read it. */
final class LabelFile {
  private static final String CRS = "--label-crs";

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      required = true,
      description =
          "Points or polygons whose class is known, in any CRS; can be repeated, so that each round"
              + " of labels has a file.")
  private String file;

  @Option(
      names = "--label-layer",
      paramLabel = "NAME",
      description = "The layer of the file of --labels before it, if that has several.")
  private String layerName;

  @Option(
      names = CRS,
      paramLabel = "EPSG:CODE",
      description =
          "The CRS of the file of --labels before it, if that does not say it, or says another.")
  private Crs crs;

  String file() {
    return file;
  }

  /** What messages call it: layers of several files may have the same name. */
  String name() {
    return layerName == null ? file : file + ", " + layerName;
  }

  /**
   * Reads all of it.
   *
   * @throws org.gramscape.geoio.UnsupportedCrsException if it is not known in which CRS it is
   */
  VectorSource read() throws IOException {
    try (VectorSource source = VectorFile.open(file, layerName, crs, CRS);
        Stream<Feature> features = source.features()) {
      return new ReadLabels(name(), source.schema(), features.toList());
    }
  }

  private record ReadLabels(String name, LayerSchema schema, List<Feature> list)
      implements VectorSource {
    @Override
    public Stream<Feature> features() {
      return list.stream();
    }

    @Override
    public void close() {}
  }
}

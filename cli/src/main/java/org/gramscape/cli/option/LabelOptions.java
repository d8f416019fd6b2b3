package org.gramscape.cli.option;

import java.io.IOException;
import org.gramscape.geoio.vector.VectorSource;
import org.gramscape.geoio.vector.Vectors;
import org.gramscape.landcover.ClassFit;
import org.gramscape.landcover.ClassHead;
import org.gramscape.landcover.ClassMethod;
import org.gramscape.model.FeatureExtractor;
import org.gramscape.tiling.SceneView;
import picocli.CommandLine.Option;

/** Labelled places, and how classes are learnt from them. */
public final class LabelOptions {
  @Option(
      names = "--labels",
      paramLabel = "FILE",
      required = true,
      description = "Points or polygons whose class is known, in any CRS.")
  private String labels;

  @Option(
      names = "--field",
      paramLabel = "NAME",
      required = true,
      description = "The attribute that names the class.")
  private String field;

  @Option(
      names = "--label-layer",
      paramLabel = "NAME",
      description = "The layer of the labels, if the file has several.")
  private String layerName;

  @Option(
      names = "--method",
      paramLabel = "METHOD",
      defaultValue = "logistic",
      description = "logistic, svm or knn (default: ${DEFAULT-VALUE}).")
  private ClassMethod method;

  /** The file that they are read from. */
  public String file() {
    return labels;
  }

  /** Fits a head to the labels. */
  public ClassHead fit(String scene, int layer, SceneView view, FeatureExtractor model)
      throws IOException {
    try (VectorSource source = Vectors.open(labels, layerName)) {
      return new ClassFit(method, layer, view).fit(scene, source, field, model);
    }
  }
}

package org.gramscape.cli.option;

import java.io.IOException;
import java.util.Optional;
import org.gramscape.geoio.Length;
import org.gramscape.geoio.vector.VectorSource;
import org.gramscape.geoio.vector.Vectors;
import org.gramscape.landcover.ClassFit;
import org.gramscape.landcover.ClassHead;
import org.gramscape.landcover.ClassMethod;
import org.gramscape.landcover.FoldKind;
import org.gramscape.landcover.Folding;
import org.gramscape.model.FeatureExtractor;
import org.gramscape.model.Layers;
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
      description =
          "logistic, svm, knn or prototypes (the most similar mean of a class; steady with one to"
              + " three labels a class) (default: ${DEFAULT-VALUE}).")
  private ClassMethod method;

  @Option(
      names = "--folds",
      paramLabel = "KIND",
      defaultValue = "blocks",
      description =
          "How labels are held out to see what the fit is worth: whole blocks of ground, or random"
              + " ones, whose scores come out too good (default: ${DEFAULT-VALUE}).")
  private FoldKind folds;

  @Option(
      names = "--block",
      paramLabel = "LENGTH",
      description =
          "Side of the blocks, e.g. 100m (default: a sixth of the labels' extent, four patches or"
              + " more).")
  private Length block;

  /** The file that they are read from. */
  public String file() {
    return labels;
  }

  /** Fits a head to the labels. */
  public ClassHead fit(String scene, Layers layers, SceneView view, FeatureExtractor model)
      throws IOException {
    try (VectorSource source = Vectors.open(labels, layerName)) {
      return new ClassFit(method, layers, view, folding()).fit(scene, source, field, model);
    }
  }

  private Folding folding() {
    return new Folding(folds, Optional.ofNullable(block));
  }
}

package org.gramscape.cli.option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.gramscape.features.ColoredFeatures;
import org.gramscape.features.TileFeatures;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.Length;
import org.gramscape.geoio.UnsupportedCrsException;
import org.gramscape.geoio.style.CategoryColors;
import org.gramscape.geoio.vector.VectorSource;
import org.gramscape.geoio.vector.Vectors;
import org.gramscape.landcover.ClassFit;
import org.gramscape.landcover.ClassHead;
import org.gramscape.landcover.ClassMethod;
import org.gramscape.landcover.FoldKind;
import org.gramscape.landcover.Folding;
import org.gramscape.landcover.StyledLabels;
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
      names = "--label-crs",
      paramLabel = "EPSG:CODE",
      description = "The CRS of labels whose file does not say it, or says another.")
  private Crs crs;

  @Option(
      names = "--label-style",
      paramLabel = "FILE.qml",
      description =
          "A QGIS style whose categories give the classes their colours (default: a field color or"
              + " colour of the labels, or colours that suit the classes' names).")
  private Path style;

  @Option(
      names = "--method",
      paramLabel = "METHOD",
      defaultValue = "logistic",
      description =
          "logistic, svm, knn or prototypes (the class whose mean is most similar) (default:"
              + " ${DEFAULT-VALUE}).")
  private ClassMethod method;

  @Option(
      names = "--no-colors",
      description =
          "Learn from the backbone's features alone, without the colour and texture of squares of 3,"
              + " 8 and 20 m beside them.")
  private boolean withoutColors;

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

  /** The attribute that names the class. */
  public String field() {
    return field;
  }

  /**
   * Opens the labels; the caller closes them.
   *
   * @throws UnsupportedCrsException if it is not known in which CRS they are
   */
  public VectorSource open() throws IOException {
    try {
      VectorSource source =
          crs == null
              ? Vectors.open(labels, layerName)
              : Vectors.open(labels, layerName, Optional.of(crs));
      return style == null ? source : styled(source);
    } catch (UnsupportedCrsException e) {
      throw new UnsupportedCrsException(
          e.getMessage() + "; or say it with --label-crs EPSG:CODE", e);
    }
  }

  private VectorSource styled(VectorSource source) throws IOException {
    try {
      return StyledLabels.of(source, field, CategoryColors.read(style));
    } catch (IOException | RuntimeException e) {
      source.close();
      throw e;
    }
  }

  /** Fits a head to the labels. */
  public ClassHead fit(String scene, SceneView view, TileFeatures features) throws IOException {
    try (VectorSource source = open()) {
      return new ClassFit(
              method, view, folding(), withoutColors ? List.of() : ColoredFeatures.SQUARES)
          .fit(scene, source, field, features);
    }
  }

  private Folding folding() {
    return new Folding(folds, Optional.ofNullable(block));
  }
}

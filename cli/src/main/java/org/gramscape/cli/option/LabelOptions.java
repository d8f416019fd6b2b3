package org.gramscape.cli.option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.gramscape.features.ColoredFeatures;
import org.gramscape.features.TileFeatures;
import org.gramscape.geoio.Length;
import org.gramscape.geoio.UnsupportedCrsException;
import org.gramscape.geoio.style.CategoryColors;
import org.gramscape.geoio.vector.VectorSource;
import org.gramscape.landcover.ClassFit;
import org.gramscape.landcover.ClassHead;
import org.gramscape.landcover.ClassMethod;
import org.gramscape.landcover.FoldKind;
import org.gramscape.landcover.Folding;
import org.gramscape.landcover.StyledLabels;
import org.gramscape.tiling.SceneView;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Labelled places, and how classes are learnt from them. */
public final class LabelOptions {
  @ArgGroup(exclusive = false, multiplicity = "1..*")
  private List<LabelFile> files;

  @Option(
      names = "--field",
      paramLabel = "NAME",
      required = true,
      description = "The attribute that names the class, the same in all files.")
  private String field;

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

  /**
   * The files that they are read from.
   *
   * @throws IllegalArgumentException if one is named twice
   */
  public List<String> inputs() {
    Set<String> names = new HashSet<>();
    for (LabelFile file : files) {
      if (!names.add(file.name())) {
        throw new IllegalArgumentException(
            "--labels %s is there twice; name each file once".formatted(file.name()));
      }
    }
    return files.stream().map(LabelFile::file).toList();
  }

  /** The attribute that names the class. */
  public String field() {
    return field;
  }

  /**
   * Reads the labels, a layer a file.
   *
   * @throws UnsupportedCrsException if it is not known in which CRS one is
   */
  public List<VectorSource> read() throws IOException {
    List<VectorSource> layers = new ArrayList<>();
    for (LabelFile file : files) {
      layers.add(file.read());
    }
    return style == null ? layers : StyledLabels.of(layers, field, CategoryColors.read(style));
  }

  /** Makes sure that the labels can be learnt from, before features are computed. */
  public void require(String scene, SceneView view) throws IOException {
    fit(view).requireLabels(scene, read(), field);
  }

  /** Fits a head to the labels. */
  public ClassHead fit(String scene, SceneView view, TileFeatures features) throws IOException {
    return fit(view).fit(scene, read(), field, features);
  }

  private ClassFit fit(SceneView view) {
    return new ClassFit(
        method, view, folding(), withoutColors ? List.of() : ColoredFeatures.SQUARES);
  }

  private Folding folding() {
    return new Folding(folds, Optional.ofNullable(block));
  }
}

package org.gramscape.landcover;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gramscape.geoio.PendingFile;
import org.gramscape.geoio.style.LegendEntry;
import org.gramscape.model.UnusableWeightsException;
import org.gramscape.model.head.Backbone;
import org.gramscape.model.head.HeadFile;

/** What turns a backbone's features into classes; made by {@link ClassFit}. */
public final class ClassHead {
  private static final String KIND = "classes";

  private final Backbone backbone;
  private final double groundSampleDistance;
  private final ClassMethod method;
  private final List<LegendEntry> classes;
  private final Standardisation standardisation;
  private final Classifier classifier;
  private final ClassReport report;

  ClassHead(
      Backbone backbone,
      double groundSampleDistance,
      ClassMethod method,
      List<LegendEntry> classes,
      Standardisation standardisation,
      Classifier classifier,
      ClassReport report) {
    if (standardisation.features() != backbone.channels()
        || classifier.features() != backbone.channels()
        || classifier.classes() != classes.size()) {
      throw new IllegalArgumentException(
          "a classifier of %d features and %d classes does not fit %d channels and %d classes"
              .formatted(
                  classifier.features(),
                  classifier.classes(),
                  backbone.channels(),
                  classes.size()));
    }
    if (!(groundSampleDistance > 0) || Double.isInfinite(groundSampleDistance)) {
      throw new IllegalArgumentException(
          "a ground sample distance is positive, not " + groundSampleDistance + " m");
    }
    this.backbone = backbone;
    this.groundSampleDistance = groundSampleDistance;
    this.method = method;
    this.classes = List.copyOf(classes);
    this.standardisation = standardisation;
    this.classifier = classifier;
    this.report = report;
  }

  /** Whose features it takes. */
  public Backbone backbone() {
    return backbone;
  }

  /** Metres a pixel at which the backbone saw the scene, and should see others. */
  public double groundSampleDistance() {
    return groundSampleDistance;
  }

  public ClassMethod method() {
    return method;
  }

  /** By value in class rasters; two or more. */
  public List<LegendEntry> classes() {
    return classes;
  }

  /** How it was fitted. */
  public ClassReport report() {
    return report;
  }

  Standardisation standardisation() {
    return standardisation;
  }

  Classifier classifier() {
    return classifier;
  }

  /**
   * Writes the head, whole or not at all.
   *
   * @throws org.gramscape.geoio.OutputExistsException if the file exists and {@code overwrite} is
   *     false
   */
  public void write(Path path, boolean overwrite) throws IOException {
    PendingFile.requireFree(path, overwrite);
    file().write(path);
  }

  /** Of all that it predicts with, in hexadecimal. */
  public String sha256() {
    return file().sha256();
  }

  private HeadFile file() {
    Map<String, float[]> tensors = new LinkedHashMap<>();
    tensors.put("mean", standardisation.mean());
    tensors.put("inverseScale", standardisation.inverseScale());
    int[] sampleClasses = {};
    if (classifier instanceof LinearClassifier linear) {
      tensors.put("weights", linear.weights());
      tensors.put("intercepts", linear.intercepts());
    } else if (classifier instanceof NearestNeighbours neighbours) {
      tensors.put("samples", neighbours.samples());
      sampleClasses = neighbours.sampleClasses();
    }
    Details details = new Details(groundSampleDistance, method, classes, sampleClasses, report);
    return HeadFile.of(KIND, backbone, details, tensors);
  }

  /**
   * Reads a head; it classifies the same to the last bit as when it was written.
   *
   * @throws UnusableWeightsException if the file is no head for classes
   */
  public static ClassHead read(Path path) throws IOException {
    HeadFile file = HeadFile.read(path, KIND);
    Details details = file.details(Details.class, path);
    try {
      return new ClassHead(
          file.backbone(),
          details.groundSampleDistance(),
          details.method(),
          details.classes(),
          new Standardisation(file.tensor("mean", path), file.tensor("inverseScale", path)),
          classifier(file, details, path),
          details.report());
    } catch (IllegalArgumentException e) {
      throw HeadFile.damaged(path, e);
    }
  }

  private static Classifier classifier(HeadFile file, Details details, Path path)
      throws UnusableWeightsException {
    return switch (details.method()) {
      case KNN, PROTOTYPES ->
          new NearestNeighbours(
              details.classes().size(), file.tensor("samples", path), details.sampleClasses());
      case LOGISTIC, SVM ->
          new LinearClassifier(
              details.method() == ClassMethod.LOGISTIC,
              file.tensor("weights", path),
              file.tensor("intercepts", path));
    };
  }

  /** What the file says beside its tensors. */
  private record Details(
      double groundSampleDistance,
      ClassMethod method,
      List<LegendEntry> classes,
      int[] sampleClasses,
      ClassReport report) {}
}

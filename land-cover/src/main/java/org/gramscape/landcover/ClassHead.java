package org.gramscape.landcover;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.gramscape.features.ColorTexture;
import org.gramscape.features.ColoredFeatures;
import org.gramscape.features.TileFeatures;
import org.gramscape.geoio.PendingFile;
import org.gramscape.geoio.style.LegendEntry;
import org.gramscape.model.UnusableWeightsException;
import org.gramscape.model.head.Backbone;
import org.gramscape.model.head.HeadFile;

/** What turns a backbone's features into classes; made by {@link ClassFit}. */
public final class ClassHead {
  private static final String KIND = "classes";
  private static final String SQUARES = "squares";
  private static final String WEIGHTS = "classWeights";

  private final Backbone backbone;
  private final double groundSampleDistance;
  private final List<Double> squares;
  private final ClassMethod method;
  private final List<LegendEntry> classes;
  private final Standardisation standardisation;
  private final Classifier classifier;
  private final ClassReport report;

  ClassHead(
      Backbone backbone,
      double groundSampleDistance,
      List<Double> squares,
      ClassMethod method,
      List<LegendEntry> classes,
      Standardisation standardisation,
      Classifier classifier,
      ClassReport report) {
    int channels = backbone.channels() + ColorTexture.channels(squares.size());
    if (standardisation.features() != channels
        || classifier.features() != channels
        || classifier.classes() != classes.size()) {
      throw new IllegalArgumentException(
          "a classifier of %d features and %d classes does not fit %d channels and %d classes"
              .formatted(classifier.features(), classifier.classes(), channels, classes.size()));
    }
    if (!(groundSampleDistance > 0) || Double.isInfinite(groundSampleDistance)) {
      throw new IllegalArgumentException(
          "a ground sample distance is positive, not " + groundSampleDistance + " m");
    }
    this.backbone = backbone;
    this.groundSampleDistance = groundSampleDistance;
    this.squares = List.copyOf(squares);
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

  /**
   * What it takes of a tile: the backbone's features, and colours beside them if it was fitted to
   * such.
   *
   * @param seen of its backbone and layers
   */
  TileFeatures features(TileFeatures seen) {
    return ColoredFeatures.beside(seen, squares, groundSampleDistance);
  }

  /** Metres a pixel at which the backbone saw the scene, and should see others. */
  public double groundSampleDistance() {
    return groundSampleDistance;
  }

  /**
   * Sides in metres of the squares whose colour and texture it takes beside the backbone's
   * features; none for the backbone's alone.
   */
  public List<Double> squares() {
    return squares;
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
    if (!squares.isEmpty()) {
      tensors.put(SQUARES, floats(squares));
    }
    Classifier inner = classifier;
    if (classifier instanceof WeighedClasses weighed) {
      tensors.put(WEIGHTS, weighed.weights());
      inner = weighed.classifier();
    }
    int[] sampleClasses = {};
    if (inner instanceof LinearClassifier linear) {
      tensors.put("weights", linear.weights());
      tensors.put("intercepts", linear.intercepts());
    } else if (inner instanceof NearestNeighbours neighbours) {
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
          doubles(file.tensors().getOrDefault(SQUARES, new float[0])),
          details.method(),
          details.classes(),
          new Standardisation(file.tensor("mean", path), file.tensor("inverseScale", path)),
          classifier(file, details, path),
          details.report());
    } catch (IllegalArgumentException e) {
      throw HeadFile.damaged(path, e);
    }
  }

  private static List<Double> doubles(float[] numbers) {
    return IntStream.range(0, numbers.length).mapToObj(i -> (double) numbers[i]).toList();
  }

  private static float[] floats(List<Double> numbers) {
    float[] floats = new float[numbers.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = numbers.get(i).floatValue();
    }
    return floats;
  }

  private static Classifier classifier(HeadFile file, Details details, Path path)
      throws UnusableWeightsException {
    Classifier inner = unweighed(file, details, path);
    float[] weights = file.tensors().get(WEIGHTS);
    return weights == null ? inner : new WeighedClasses(inner, weights);
  }

  private static Classifier unweighed(HeadFile file, Details details, Path path)
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

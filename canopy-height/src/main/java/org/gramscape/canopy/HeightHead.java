package org.gramscape.canopy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.gramscape.geoio.PendingFile;
import org.gramscape.model.ModelInfo;
import org.gramscape.model.UnusableWeightsException;
import org.gramscape.model.head.Backbone;
import org.gramscape.model.head.HeadFile;
import org.gramscape.model.weights.PackagedFile;

/** What turns a backbone's features into heights; made by {@link HeightFit}. */
public final class HeightHead {
  private static final String KIND = "height";
  private static final String BUILT_IN = "gramscape-vitt16.height.safetensors";
  private static final String AGGREGATION = "aggregation";
  private static final int COLORS = 3;

  private final Backbone backbone;
  private final double groundSampleDistance;
  private final int cellsAcrossPatch;
  private final KernelRegression regression;
  private final HeightReport report;
  private final Optional<Aggregation> aggregation;

  /**
   * @param groundSampleDistance metres a pixel at which the backbone saw the images
   * @param cellsAcrossPatch how many cells, each with a height of its own, lie side by side
   * @param regression of {@link HeightFeatures}
   * @param aggregation of the heights that it was fitted to; empty if it is not known
   */
  HeightHead(
      Backbone backbone,
      double groundSampleDistance,
      int cellsAcrossPatch,
      KernelRegression regression,
      HeightReport report,
      Optional<Aggregation> aggregation) {
    if (regression.landmarks().features() != HeightFeatures.channels(backbone.channels())) {
      throw new IllegalArgumentException(
          "a regression of %d features does not fit a backbone of %d channels"
              .formatted(regression.landmarks().features(), backbone.channels()));
    }
    if (!(groundSampleDistance > 0) || Double.isInfinite(groundSampleDistance)) {
      throw new IllegalArgumentException("no head for heights at " + groundSampleDistance + " m");
    }
    if (cellsAcrossPatch < 1) {
      throw new IllegalArgumentException("no head for %d cells".formatted(cellsAcrossPatch));
    }
    this.backbone = backbone;
    this.groundSampleDistance = groundSampleDistance;
    this.cellsAcrossPatch = cellsAcrossPatch;
    this.regression = regression;
    this.report = report;
    this.aggregation = aggregation;
  }

  /** Whose features it takes. */
  public Backbone backbone() {
    return backbone;
  }

  /** Metres a pixel at which the backbone saw the images, and should see others. */
  public double groundSampleDistance() {
    return groundSampleDistance;
  }

  /** Cells, each with a height of its own, that lie side by side in a patch. */
  int cellsAcrossPatch() {
    return cellsAcrossPatch;
  }

  /** How it was fitted and how good it is. */
  public HeightReport report() {
    return report;
  }

  /**
   * How heights finer than the backbone's pixels became one, before it was fitted to them.
   *
   * @return empty if an earlier version wrote the head, or not all its pairs were read alike
   */
  public Optional<Aggregation> aggregation() {
    return aggregation;
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
    tensors.put("mean", regression.landmarks().mean());
    tensors.put("inverseScale", regression.landmarks().inverseScale());
    tensors.put("landmarks", regression.landmarks().points());
    tensors.put("heightWeights", regression.heightWeights());
    tensors.put("varianceWeights", regression.varianceWeights());
    Details details =
        new Details(
            groundSampleDistance,
            cellsAcrossPatch,
            regression.meanHeight(),
            regression.heightVariance(),
            regression.leastVariance(),
            report);
    Map<String, String> notes = new LinkedHashMap<>();
    aggregation.ifPresent(how -> notes.put(AGGREGATION, how.word()));
    return HeadFile.of(KIND, backbone, details, tensors).withNotes(notes);
  }

  /**
   * Reads a head; it predicts the same to the last bit as when it was written. Files of heads of
   * another form, as versions before this one wrote them, are refused.
   *
   * @throws UnusableWeightsException if the file is no head for heights
   */
  public static HeightHead read(Path path) throws IOException {
    HeadFile file = HeadFile.read(path, KIND);
    Details details = file.details(Details.class, path);
    try {
      return new HeightHead(
          file.backbone(),
          details.groundSampleDistance(),
          details.cellsAcrossPatch(),
          new KernelRegression(
              new Landmarks(
                  file.tensor("mean", path),
                  file.tensor("inverseScale", path),
                  file.tensor("landmarks", path)),
              file.tensor("heightWeights", path),
              file.tensor("varianceWeights", path),
              details.meanHeight(),
              details.heightVariance(),
              details.leastVariance()),
          details.report(),
          Optional.ofNullable(file.notes().get(AGGREGATION)).map(Aggregation::of));
    } catch (IllegalArgumentException e) {
      throw HeadFile.damaged(path, e);
    }
  }

  /**
   * The head that comes with Gramscape for a model, known by its weights and not by its name.
   *
   * @return empty if none comes for this model
   */
  public static Optional<HeightHead> builtIn(ModelInfo model) throws IOException {
    HeightHead head = read(PackagedFile.of(HeightHead.class, BUILT_IN));
    return Optional.of(head).filter(h -> h.backbone.fits(model));
  }

  /** What the file says beside its tensors. */
  private record Details(
      double groundSampleDistance,
      int cellsAcrossPatch,
      float meanHeight,
      float heightVariance,
      float leastVariance,
      HeightReport report) {}

  /**
   * The colours of what it was fitted to, as they are spread over its landmarks; of bands beyond
   * red, green and blue it knows none.
   */
  SceneColors colors(int bands) {
    double[] mean = new double[bands];
    double[] deviation = new double[bands];
    Arrays.fill(mean, Double.NaN);
    Arrays.fill(deviation, Double.NaN);
    Landmarks landmarks = regression.landmarks();
    for (int b = 0; b < Math.min(bands, COLORS); b++) {
      int feature = HeightFeatures.firstColor(backbone.channels()) + b;
      mean[b] = landmarks.mean()[feature];
      deviation[b] = landmarks.deviation(feature);
    }
    return new SceneColors(mean, deviation, 0);
  }

  KernelRegression regression() {
    return regression;
  }
}

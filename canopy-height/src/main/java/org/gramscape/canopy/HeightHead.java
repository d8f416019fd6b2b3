package org.gramscape.canopy;

import java.io.IOException;
import java.nio.file.Path;
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

  private final Backbone backbone;
  private final double groundSampleDistance;
  private final int cells;
  private final RidgeRegression ridge;
  private final HeightReport report;

  /**
   * @param groundSampleDistance metres a pixel at which the backbone saw the images
   * @param cells each patch gives {@code cells} by {@code cells} heights
   */
  HeightHead(
      Backbone backbone,
      double groundSampleDistance,
      int cells,
      RidgeRegression ridge,
      HeightReport report) {
    if (ridge.features() != backbone.channels() || ridge.targets() != cells * cells) {
      throw new IllegalArgumentException(
          "a regression of %d features and %d targets does not fit %d channels and %d cells"
              .formatted(ridge.features(), ridge.targets(), backbone.channels(), cells * cells));
    }
    if (cells < 1 || !(groundSampleDistance > 0) || Double.isInfinite(groundSampleDistance)) {
      throw new IllegalArgumentException(
          "no head for heights of %d cells a patch side at %s m"
              .formatted(cells, groundSampleDistance));
    }
    this.backbone = backbone;
    this.groundSampleDistance = groundSampleDistance;
    this.cells = cells;
    this.ridge = ridge;
    this.report = report;
  }

  /** Whose features it takes. */
  public Backbone backbone() {
    return backbone;
  }

  /** Metres a pixel at which the backbone saw the images, and should see others. */
  public double groundSampleDistance() {
    return groundSampleDistance;
  }

  /** How it was fitted and how good it is. */
  public HeightReport report() {
    return report;
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
    tensors.put("mean", ridge.mean());
    tensors.put("inverseScale", ridge.inverseScale());
    tensors.put("weights", ridge.weights());
    tensors.put("intercepts", ridge.intercepts());
    tensors.put("deviations", ridge.deviations());
    tensors.put("factor", ridge.factor());
    Details details =
        new Details(groundSampleDistance, cells, ridge.samples(), ridge.typicalLeverage(), report);
    return HeadFile.of(KIND, backbone, details, tensors);
  }

  /**
   * Reads a head; it predicts the same to the last bit as when it was written.
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
          details.cells(),
          new RidgeRegression(
              file.tensor("mean", path),
              file.tensor("inverseScale", path),
              file.tensor("weights", path),
              file.tensor("intercepts", path),
              file.tensor("deviations", path),
              file.tensor("factor", path),
              details.samples(),
              details.typicalLeverage()),
          details.report());
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
      int cells,
      long samples,
      double typicalLeverage,
      HeightReport report) {}

  int cells() {
    return cells;
  }

  RidgeRegression ridge() {
    return ridge;
  }
}

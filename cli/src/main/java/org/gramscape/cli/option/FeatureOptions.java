package org.gramscape.cli.option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.gramscape.cli.progress.ProgressReport;
import org.gramscape.features.ComputedFeatures;
import org.gramscape.features.DenseFeatures;
import org.gramscape.features.FeatureFile;
import org.gramscape.features.StoredFeatures;
import org.gramscape.features.TileFeatures;
import org.gramscape.geoio.PendingFile;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.model.FeatureExtractor;
import org.gramscape.model.Layers;
import org.gramscape.model.Models;
import org.gramscape.tiling.SceneView;
import picocli.CommandLine.Option;

/** Where a scene's features are kept, so that they are computed once. */
public final class FeatureOptions {
  @Option(
      names = "--features",
      paramLabel = "FILE.tif",
      description =
          "Keep the scene's features in this GeoTIFF (8 bits, a pixel a patch), or take them from"
              + " it if it is there: then no network runs. Worth it when a scene is asked more than"
              + " once.")
  private Path file;

  /** Whether a file was named. */
  public boolean asked() {
    return file != null;
  }

  /**
   * Makes sure that the file is none of a command's outputs and can be made if it is not there.
   *
   * @throws IllegalArgumentException if it is one of them
   */
  public void require(OutputOptions outputs, List<String> inputs) throws IOException {
    if (file == null) {
      return;
    }
    OutputOptions.requireSuffix(file, ".tif", ".tiff");
    if (Files.exists(file)) {
      outputs.reserve(file);
      PendingFile.deleteAbandoned(file);
    } else {
      outputs.require(file, inputs, false);
    }
  }

  /**
   * Opens the features of a scene; the caller closes them.
   *
   * @param standard the name of the model if none was asked for
   * @param view how the model sees the scene; at the ground sample distance of a head, if there is
   *     one
   * @throws org.gramscape.geoio.InvalidRasterException if the file keeps other features; the
   *     message says what differs
   */
  public TileFeatures open(
      String scene,
      SceneView view,
      ModelOptions model,
      String standard,
      Layers layers,
      Speaker speaker)
      throws IOException, InterruptedException {
    if (file != null && Files.exists(file)) {
      return stored(scene, view, model, layers, speaker);
    }
    FeatureExtractor extractor = model.open(standard);
    speaker.say(model.describe(extractor));
    if (file == null) {
      return new ComputedFeatures(extractor, layers);
    }
    try (extractor;
        RasterSource source = view.open(scene);
        ProgressReport report = speaker.progress("features", "tiles")) {
      new FeatureFile(file, Map.of(), false, model.threads())
          .writeBytes(
              new DenseFeatures(source, view, extractor, layers),
              p -> report.update(p.tiles(), p.totalTiles()));
    }
    return stored(scene, view, model, layers, speaker);
  }

  private TileFeatures stored(
      String scene, SceneView view, ModelOptions model, Layers layers, Speaker speaker)
      throws IOException {
    String name =
        model.name().isPresent()
            ? model.name().get()
            : StoredFeatures.modelOf(file.toString(), view);
    try (RasterSource source = view.open(scene)) {
      TileFeatures features =
          StoredFeatures.open(
              file.toString(),
              source.info(),
              view,
              Models.local().info(name),
              layers,
              model.precision(name));
      speaker.say("Features of %s from %s".formatted(name, file));
      return features;
    }
  }
}

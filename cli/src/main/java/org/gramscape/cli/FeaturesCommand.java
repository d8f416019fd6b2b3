package org.gramscape.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.gramscape.cli.option.CreationOption;
import org.gramscape.cli.option.LayerOptions;
import org.gramscape.cli.option.ModelOptions;
import org.gramscape.cli.option.OutputOptions;
import org.gramscape.cli.option.OverlapOption;
import org.gramscape.cli.option.SceneOptions;
import org.gramscape.cli.progress.ProgressReport;
import org.gramscape.features.DenseFeatures;
import org.gramscape.features.FeatureFile;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.model.FeatureExtractor;
import org.gramscape.tiling.ProgressListener;
import org.gramscape.tiling.SceneView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Dense features of a scene as a raster. */
@Command(
    name = "features",
    description =
        "Writes a scene's dense features as a GeoTIFF: a band a channel, a pixel a patch.",
    footer = {"", "Example:", "  gramscape features scene.tif features.tif --type int8"})
final class FeaturesCommand extends Subcommand {

  /** How features are stored; spelled as on the command line. */
  enum StoredType {
    float32,
    int8
  }

  @Parameters(paramLabel = "SCENE", description = "The scene.")
  private String scene;

  @Parameters(paramLabel = "OUT.tif", description = "The GeoTIFF to write.")
  private Path output;

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      defaultValue = "float32",
      description =
          "${COMPLETION-CANDIDATES}; int8 is a quarter of the size and has a scale and offset a"
              + " band (default: ${DEFAULT-VALUE}).")
  private StoredType type;

  @Mixin private ModelOptions model;
  @Mixin private LayerOptions layers;
  @Mixin private SceneOptions sceneOptions;
  @Mixin private OverlapOption overlap;
  @Mixin private OutputOptions outputOptions;
  @Mixin private CreationOption creation;

  @Override
  public Integer call() throws IOException, InterruptedException {
    OutputOptions.requireSuffix(output, ".tif", ".tiff");
    outputOptions.require(output, List.of(scene));
    SceneView view = overlap.in(sceneOptions.view());
    try (RasterSource source = view.open(scene);
        FeatureExtractor extractor = model.open()) {
      say(model.describe(extractor));
      DenseFeatures features = new DenseFeatures(source, view, extractor, layers.get());
      FeatureFile file =
          new FeatureFile(output, creation.get(), outputOptions.overwrite(), model.threads());
      try (ProgressReport report = progress("features", "tiles")) {
        ProgressListener listener = p -> report.update(p.tiles(), p.totalTiles());
        if (type == StoredType.float32) {
          file.writeFloats(features, listener);
        } else {
          file.writeBytes(features, listener);
        }
      }
      say(
          "Wrote %s: %d x %d patches of %d channels"
              .formatted(output, features.width(), features.height(), features.channels()));
    }
    return 0;
  }
}

package org.gramscape.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gramscape.cli.option.CreationOption;
import org.gramscape.cli.option.LayerOptions;
import org.gramscape.cli.option.ModelOptions;
import org.gramscape.cli.option.OutputOptions;
import org.gramscape.cli.option.OverlapOption;
import org.gramscape.cli.option.SceneOptions;
import org.gramscape.cli.progress.ProgressReport;
import org.gramscape.features.DenseFeatures;
import org.gramscape.features.FeatureRaster;
import org.gramscape.features.FeatureSpool;
import org.gramscape.geoio.raster.RasterSink;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Rasters;
import org.gramscape.model.FeatureExtractor;
import org.gramscape.model.ModelInfo;
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
      if (type == StoredType.float32) {
        writeFloats(features, metadata(extractor.info()));
      } else {
        writeBytes(features, metadata(extractor.info()));
      }
      say(
          "Wrote %s: %d x %d patches of %d channels"
              .formatted(output, features.width(), features.height(), features.channels()));
    }
    return 0;
  }

  private void writeFloats(DenseFeatures features, Map<String, String> metadata)
      throws IOException, InterruptedException {
    var spec = FeatureRaster.float32(features, metadata, creation.get());
    try (RasterSink sink = Rasters.create(output, spec, outputOptions.overwrite());
        ProgressReport report = progress("features", "tiles")) {
      features.run(sink::write, model.threads(), p -> report.update(p.tiles(), p.totalTiles()));
      sink.commit();
    }
  }

  private void writeBytes(DenseFeatures features, Map<String, String> metadata)
      throws IOException, InterruptedException {
    FeatureRaster.Ranges ranges = new FeatureRaster.Ranges(features.channels());
    try (FeatureSpool spool = new FeatureSpool(output, features.channels(), features.width())) {
      try (ProgressReport report = progress("features", "tiles")) {
        features.run(
            rows -> {
              ranges.add(rows);
              spool.write(rows);
            },
            model.threads(),
            p -> report.update(p.tiles(), p.totalTiles()));
      }
      var spec = FeatureRaster.int8(features, ranges, metadata, creation.get());
      try (RasterSink sink = Rasters.create(output, spec, outputOptions.overwrite())) {
        spool.replay(rows -> sink.write(ranges.quantise(rows)));
        sink.commit();
      }
    }
  }

  private Map<String, String> metadata(ModelInfo info) throws IOException {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("MODEL", info.name());
    metadata.put("MODEL_SHA256", info.sha256());
    metadata.put("MODEL_LAYERS", layers.get().toString());
    metadata.put("SOFTWARE", "Gramscape " + Versions.gramscape());
    return metadata;
  }
}

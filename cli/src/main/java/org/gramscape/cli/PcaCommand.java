package org.gramscape.cli;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.gramscape.cli.option.CreationOption;
import org.gramscape.cli.option.LayerOptions;
import org.gramscape.cli.option.ModelOptions;
import org.gramscape.cli.option.OutputOptions;
import org.gramscape.cli.option.OverlapOption;
import org.gramscape.cli.option.SceneOptions;
import org.gramscape.cli.picture.Picture;
import org.gramscape.cli.progress.ProgressReport;
import org.gramscape.features.ComponentColors;
import org.gramscape.features.DenseFeatures;
import org.gramscape.features.FeatureSpool;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterSink;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.RasterSpec;
import org.gramscape.geoio.raster.RasterSpec.Overviews;
import org.gramscape.geoio.raster.Rasters;
import org.gramscape.geoio.raster.SampleType;
import org.gramscape.model.FeatureExtractor;
import org.gramscape.tiling.SceneView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What a model sees in a scene, as colours. */
@Command(
    name = "pca",
    description = {
      "Shows what a model sees: the three principal components of a scene's features as red,"
          + " green and blue.",
      "Places that the model finds alike have like colours."
    },
    footer = {"", "Example:", "  gramscape pca scene.tif components.png"})
final class PcaCommand extends Subcommand {
  private static final int PICTURE_SIDE = 2048;
  private static final int DARKEST = 1;

  @Parameters(paramLabel = "SCENE", description = "The scene.")
  private String scene;

  @Parameters(
      paramLabel = "OUT.png|OUT.tif",
      description = "A picture, or a GeoTIFF that lies on the scene.")
  private Path output;

  @Mixin private ModelOptions model;
  @Mixin private LayerOptions layers;
  @Mixin private SceneOptions sceneOptions;
  @Mixin private OverlapOption overlap;
  @Mixin private OutputOptions outputOptions;
  @Mixin private CreationOption creation;

  @Override
  public Integer call() throws IOException, InterruptedException {
    OutputOptions.requireSuffix(output, ".png", ".tif", ".tiff");
    boolean picture = output.toString().toLowerCase(Locale.ROOT).endsWith(".png");
    outputOptions.require(output, List.of(scene));
    SceneView view = overlap.in(sceneOptions.view());
    try (RasterSource source = view.open(scene);
        FeatureExtractor extractor = model.open()) {
      say(model.describe(extractor));
      DenseFeatures features = new DenseFeatures(source, view, extractor, layers.get());
      try (FeatureSpool spool = new FeatureSpool(output, features.channels(), features.width())) {
        try (ProgressReport report = progress("features", "tiles")) {
          features.run(spool, model.threads(), p -> report.update(p.tiles(), p.totalTiles()));
        }
        ComponentColors colors =
            ComponentColors.of(
                spool, features.channels(), (long) features.width() * features.height());
        if (picture) {
          writePicture(spool, colors, features, extractor.info().patchSize());
        } else {
          writeRaster(spool, colors, features);
        }
      }
      say("Wrote %s: %d x %d patches".formatted(output, features.width(), features.height()));
    }
    return 0;
  }

  private void writePicture(
      FeatureSpool spool, ComponentColors colors, DenseFeatures features, int patchSize)
      throws IOException {
    int width = features.width();
    BufferedImage image = new BufferedImage(width, features.height(), BufferedImage.TYPE_INT_ARGB);
    spool.replay(
        rows -> {
          PixelBlock row = colors.apply(rows);
          for (int x = 0; x < width; x++) {
            if (row.valid()[x]) {
              image.setRGB(x, rows.window().row(), color(row, x));
            }
          }
        });
    int longest = Math.max(width, features.height());
    int factor = Math.max(1, Math.min(patchSize, PICTURE_SIDE / longest));
    new Picture(image).enlarged(factor).writePng(output, outputOptions.overwrite());
  }

  private static int color(PixelBlock row, int x) {
    int color = 0xff;
    for (int band = 0; band < row.bands(); band++) {
      color = color << 8 | (int) Math.round(255 * row.samples()[row.index(band, 0, x)]);
    }
    return color;
  }

  private void writeRaster(FeatureSpool spool, ComponentColors colors, DenseFeatures features)
      throws IOException {
    RasterSpec spec =
        new RasterSpec(
            features.width(),
            features.height(),
            SampleType.UINT8,
            List.of("component 1", "component 2", "component 3"),
            features.georeference(),
            OptionalDouble.of(0),
            Overviews.AVERAGE,
            Optional.empty(),
            Map.of("SOFTWARE", "Gramscape " + Versions.gramscape()),
            creation.get());
    try (RasterSink sink = Rasters.create(output, spec, outputOptions.overwrite())) {
      spool.replay(rows -> sink.write(levels(colors.apply(rows))));
      sink.commit();
    }
  }

  /** Shares as 1 to 255; 0 means no data. */
  private static PixelBlock levels(PixelBlock rows) {
    for (int i = 0; i < rows.samples().length; i++) {
      rows.samples()[i] = DARKEST + Math.rint((255 - DARKEST) * rows.samples()[i]);
    }
    return rows;
  }
}

package org.gramscape.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gramscape.cli.option.FeatureOptions;
import org.gramscape.cli.option.LayerOptions;
import org.gramscape.cli.option.MapOptions;
import org.gramscape.cli.option.OutputOptions;
import org.gramscape.cli.option.PointOptions;
import org.gramscape.cli.progress.ProgressReport;
import org.gramscape.features.TileFeatures;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.landcover.Similarity;
import org.gramscape.model.Models;
import org.gramscape.tiling.InferenceSummary;
import org.gramscape.tiling.Journal;
import org.gramscape.tiling.SceneView;
import org.locationtech.jts.geom.Coordinate;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Where a scene is like some places of it. */
@Command(
    name = "similar",
    description = {
      "Maps how like some places all of a scene is: the cosine similarity of features, from -1 to"
          + " 1, in 8 bits with its scale declared.",
      "One or two clicks on a thing show where more of it is, before anything is labelled."
    },
    footer = {"", "Example:", "  gramscape similar scene.tif similar.tif --point 400120.5,5299910"})
final class SimilarCommand extends Subcommand {
  @Parameters(paramLabel = "SCENE", description = "The scene.")
  private String scene;

  @Parameters(paramLabel = "OUT.tif", description = "The raster of similarities.")
  private Path output;

  @ArgGroup(multiplicity = "1")
  private PointOptions points;

  @Option(
      names = "--pool",
      paramLabel = "HOW",
      defaultValue = "max",
      description =
          "Of several points: max (like any of them) or mean (what they have in common)"
              + " (default: ${DEFAULT-VALUE}).")
  private Similarity.Pooling pooling;

  @Mixin private LayerOptions layers;
  @Mixin private FeatureOptions features;
  @Mixin private MapOptions options;

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<String> inputs = new ArrayList<>(points.inputs());
    inputs.add(scene);
    OutputOptions.requireSuffix(output, ".tif", ".tiff");
    options.requireOutput(output, output, inputs);
    options.requireFeatures(features, inputs);
    SceneView view = options.view();
    List<Coordinate> places;
    try (RasterSource source = view.open(scene)) {
      places = points.in(source.info().requireGeoreference());
    }
    try (TileFeatures opened =
            features.open(scene, view, options.model(), Models.standard(), layers.get(), this);
        ProgressReport report = progress("similarity", "tiles")) {
      InferenceSummary summary =
          new Similarity(pooling, view)
              .map(
                  scene,
                  places,
                  opened,
                  output,
                  options.run(),
                  p -> report.update(p.tiles(), p.totalTiles()));
      Journal.discard(output);
      say("Wrote " + output + ": " + Summaries.text(summary));
    }
    return 0;
  }
}

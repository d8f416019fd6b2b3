package org.gramscape.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.gramscape.cli.option.FeatureOptions;
import org.gramscape.cli.option.LayerOptions;
import org.gramscape.cli.option.MapOptions;
import org.gramscape.cli.progress.ProgressReport;
import org.gramscape.features.TileFeatures;
import org.gramscape.landcover.ClassHead;
import org.gramscape.landcover.ClusterFit;
import org.gramscape.landcover.Detail;
import org.gramscape.landcover.LandCover;
import org.gramscape.model.Models;
import org.gramscape.tiling.InferenceSummary;
import org.gramscape.tiling.RunOptions;
import org.gramscape.tiling.SceneView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Classes of a scene that nobody has labelled. */
@Command(
    name = "cluster",
    description = {
      "Maps what is alike in a scene, without labels: k-means on its features, as a class raster or"
          + " as polygons, coloured in QGIS by themselves.",
      "Cluster 1 is the largest. Give names to what you know, or label it and use `land-cover`."
    },
    footer = {"", "Example:", "  gramscape cluster scene.tif clusters.tif -k 8"})
final class ClusterCommand extends Subcommand {
  @Parameters(paramLabel = "SCENE", description = "The scene.")
  private String scene;

  @Parameters(
      paramLabel = "OUT.tif|.gpkg",
      description =
          "The class raster, with its confidence beside it; or polygons (.gpkg, .fgb ...).")
  private Path output;

  @Option(
      names = {"-k", "--clusters"},
      paramLabel = "N",
      defaultValue = "8",
      description = "How many clusters (default: ${DEFAULT-VALUE}).")
  private int clusters;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of the random start; the same gives the same (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Mixin private LayerOptions layers;
  @Mixin private FeatureOptions features;
  @Mixin private ClassPolygons polygons;
  @Mixin private MapOptions options;

  @Override
  public Integer call() throws IOException, InterruptedException {
    boolean raster = output.toString().toLowerCase(Locale.ROOT).matches(".*\\.tiff?");
    ClassOutput files = new ClassOutput(raster ? null : output, raster ? output : null, null);
    List<String> inputs = new ArrayList<>(polygons.inputs());
    inputs.add(scene);
    files.require(polygons, options, inputs);
    options.requireFeatures(features, inputs);
    options.requireScene(scene);
    if (!raster) {
      polygons.options().requireHeap(scene, options.view());
    }
    ClassOutput.Written<InferenceSummary> written =
        files.write(scene, () -> map(files.classes(), raster), polygons, options, this);
    if (written.polygons().isEmpty()) {
      say("Wrote " + output + ": " + Summaries.text(written.map()));
      return 0;
    }
    ClassPolygons.Drawn drawn = written.polygons().get();
    drawn.lines().forEach(out()::println);
    return drawn.exitCode();
  }

  private InferenceSummary map(Path classes, boolean stays)
      throws IOException, InterruptedException {
    SceneView view = options.view();
    ClusterFit fit = new ClusterFit(clusters, seed, view, options.model().threads());
    try (TileFeatures opened =
        features.open(scene, view, options.model(), Models.standard(), layers.get(), this)) {
      ClassHead head;
      try (ProgressReport report = progress("clusters", "tiles")) {
        head = fit.fit(scene, opened, p -> report.update(p.tiles(), p.totalTiles()));
      }
      say("Found %d clusters among %d patches".formatted(clusters, head.report().samples()));
      RunOptions run = stays ? options.run() : options.run(true);
      try (ProgressReport report = progress("map", "tiles")) {
        return new LandCover(head, opened, Detail.GUIDED)
            .map(scene, classes, view, run, p -> report.update(p.tiles(), p.totalTiles()));
      }
    }
  }
}

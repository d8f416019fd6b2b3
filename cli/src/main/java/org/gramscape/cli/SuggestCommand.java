package org.gramscape.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gramscape.cli.option.FeatureOptions;
import org.gramscape.cli.option.LabelOptions;
import org.gramscape.cli.option.LayerOptions;
import org.gramscape.cli.option.ModelOptions;
import org.gramscape.cli.option.OutputOptions;
import org.gramscape.cli.option.OverlapOption;
import org.gramscape.cli.option.SceneOptions;
import org.gramscape.cli.progress.ProgressReport;
import org.gramscape.features.TileFeatures;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.vector.Feature;
import org.gramscape.geoio.vector.VectorSink;
import org.gramscape.geoio.vector.Vectors;
import org.gramscape.landcover.ClassHead;
import org.gramscape.landcover.Suggestions;
import org.gramscape.model.Models;
import org.gramscape.tiling.ProgressListener;
import org.gramscape.tiling.SceneView;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Where to label next. */
@Command(
    name = "suggest",
    description = {
      "Suggests where to label next: points whose class is uncertain, unlike each other and the"
          + " labels; without labels, points that are unlike each other.",
      "Label them in their order: whatever number you do, they differ as much as that number can."
    },
    footer = {
      "",
      "Example:",
      "  gramscape suggest scene.tif next.gpkg --labels points.gpkg --field class -n 20",
      "",
      "And when the class of those is filled in:",
      "  gramscape suggest scene.tif third.gpkg --labels points.gpkg --labels next.gpkg"
          + " --field class -n 20"
    })
final class SuggestCommand extends Subcommand {
  /** What the field for the true class is called before there are labels. */
  private static final String UNLABELLED_FIELD = "class";

  @Parameters(paramLabel = "SCENE", description = "The scene.")
  private String scene;

  @Parameters(
      paramLabel = "OUT.gpkg|.fgb|.geojson",
      description =
          "The points to write, with rank, uncertainty (0 to 1), the class that is likeliest now,"
              + " and an empty field for the true class, called as that of the labels; other"
              + " suffixes need GDAL.")
  private Path output;

  @Option(
      names = {"-n", "--count"},
      paramLabel = "N",
      defaultValue = "10",
      description = "How many points (default: ${DEFAULT-VALUE}).")
  private int count;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of the random choice; the same gives the same (default: ${DEFAULT-VALUE}).")
  private long seed;

  @ArgGroup(exclusive = false)
  private LabelOptions labels;

  @Mixin private ModelOptions model;
  @Mixin private LayerOptions layers;
  @Mixin private FeatureOptions features;
  @Mixin private SceneOptions sceneOptions;
  @Mixin private OverlapOption overlap;
  @Mixin private OutputOptions outputOptions;

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<String> inputs = new ArrayList<>(List.of(scene));
    if (labels != null) {
      inputs.addAll(labels.inputs());
    }
    outputOptions.require(output, inputs);
    features.require(outputOptions, inputs);
    SceneView view = overlap.in(sceneOptions.view());
    Georeference place;
    try (RasterSource source = view.open(scene)) {
      place = source.info().requireGeoreference();
    }
    String field = labels == null ? UNLABELLED_FIELD : labels.field();
    try (VectorSink sink =
        Vectors.create(output, Suggestions.schema(place, field), outputOptions.overwrite())) {
      List<Feature> points = find(view);
      for (Feature point : points) {
        sink.write(point);
      }
      sink.commit();
      say("Wrote %s: %s".formatted(output, Text.count(points.size(), "point")));
    }
    return 0;
  }

  private List<Feature> find(SceneView view) throws IOException, InterruptedException {
    if (labels != null) {
      labels.require(scene, view);
    }
    Suggestions suggestions = new Suggestions(count, seed, view, model.threads());
    try (TileFeatures opened =
        features.open(scene, view, model, Models.standard(), layers.get(), this)) {
      ClassHead head = null;
      if (labels != null) {
        head = labels.fit(scene, view, opened);
        say("Learnt " + FitClassesCommand.describe(head));
      }
      try (ProgressReport report = progress("suggest", "tiles")) {
        ProgressListener listener = p -> report.update(p.tiles(), p.totalTiles());
        if (head == null) {
          return suggestions.find(scene, opened, listener);
        }
        return suggestions.find(
            scene, new Suggestions.Known(labels.read(), labels.field(), head), opened, listener);
      }
    }
  }
}

package org.gramscape.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gramscape.cli.evaluate.ClassTable;
import org.gramscape.cli.option.FeatureOptions;
import org.gramscape.cli.option.LabelOptions;
import org.gramscape.cli.option.LayerOptions;
import org.gramscape.cli.option.MapOptions;
import org.gramscape.cli.progress.ProgressReport;
import org.gramscape.features.TileFeatures;
import org.gramscape.landcover.ClassHead;
import org.gramscape.landcover.ClassValidation;
import org.gramscape.landcover.Detail;
import org.gramscape.landcover.LandCover;
import org.gramscape.model.ClassNetwork;
import org.gramscape.model.Layers;
import org.gramscape.model.Models;
import org.gramscape.tiling.InferenceSummary;
import org.gramscape.tiling.SceneView;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The land cover of a scene. */
@Command(
    name = "land-cover",
    description = {
      "Maps the land cover of a scene: polygons with class, name, confidence and area, coloured in"
          + " QGIS by themselves.",
      "Classes come from a head (`gramscape fit classes`), at once from labelled places, or from a"
          + " model that was trained for them (`gramscape train-classes`)."
    },
    footer = {
      "",
      "Example:",
      "  gramscape land-cover scene.tif cover.gpkg --labels points.gpkg --field class"
          + " --min-area 50m2"
    })
final class LandCoverCommand extends Subcommand {
  /** Where the classes come from: one or the other. */
  static final class Knowledge {
    @Option(
        names = "--head",
        paramLabel = "FILE",
        required = true,
        description =
            "What turns features into classes: a head, or the folder of a model trained for"
                + " classes.")
    private Path head;

    @ArgGroup(exclusive = false, multiplicity = "1")
    private LabelOptions labels;

    private List<String> inputs() {
      return head == null ? labels.inputs() : List.of(head.toString());
    }
  }

  @Parameters(paramLabel = "SCENE", description = "The scene.")
  private String scene;

  @Parameters(
      paramLabel = "OUT.gpkg|.fgb|.geojson|.parquet",
      description = "The polygons to write; other suffixes need GDAL.")
  private Path output;

  @ArgGroup(multiplicity = "0..1")
  private Knowledge knowledge;

  @Option(
      names = "--raster",
      paramLabel = "OUT.tif",
      description = "Keep the class raster, and its confidence beside it.")
  private Path raster;

  @Option(
      names = "--probabilities",
      paramLabel = "OUT.tif",
      description =
          "Keep how probable each class is: a band a class, in percent with the scale declared;"
              + " `gramscape vectorize` can merge small areas by them.")
  private Path probabilities;

  @Option(
      names = "--detail",
      paramLabel = "KIND",
      defaultValue = "guided",
      description =
          "guided: borders follow the image between the cells that features are of; bilinear: they"
              + " run straight between them (default: ${DEFAULT-VALUE}). A model trained for classes"
              + " has borders of its own.")
  private Detail detail;

  @Option(names = "--json", description = "Print a summary as JSON.")
  private boolean json;

  @Mixin private LayerOptions layers;
  @Mixin private FeatureOptions features;
  @Mixin private ClassPolygons polygons;
  @Mixin private MapOptions options;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Optional<String> trained = trained();
    requireNoFeaturesOf(trained);
    List<String> inputs = new ArrayList<>(List.of(scene));
    inputs.addAll(trained.isPresent() ? List.of(trained.get()) : knowledge.inputs());
    inputs.addAll(polygons.inputs());
    ClassOutput files = new ClassOutput(output, raster, probabilities);
    files.require(polygons, options, inputs);
    options.requireFeatures(features, inputs);
    options.requireScene(scene);
    polygons.options().requireHeap(scene, options.view());
    ClassOutput.Written<Mapped> written =
        files.write(
            scene,
            () ->
                trained.isPresent()
                    ? mapByNetwork(trained.get(), files.classes())
                    : mapByHead(files.classes()),
            polygons,
            options,
            this);
    ClassPolygons.Drawn drawn = written.polygons().orElseThrow();
    if (json) {
      out().println(Json.pretty(toJson(written.map(), drawn)));
    } else {
      drawn.lines().forEach(out()::println);
    }
    return drawn.exitCode();
  }

  /** The model that was trained for classes, if one was named. */
  private Optional<String> trained() throws IOException {
    if (knowledge != null) {
      boolean isModel = knowledge.head != null && Files.isDirectory(knowledge.head);
      return isModel ? Optional.of(knowledge.head.toString()) : Optional.empty();
    }
    Optional<String> model = options.model().name();
    if (model.isEmpty() || Models.local().classes(model.get()).isEmpty()) {
      throw new IllegalArgumentException(
          "%s; name a head with --head, labelled places with --labels and --field, or a model of gramscape train-classes with --model"
              .formatted(
                  model.isEmpty()
                      ? "nothing says what the classes are"
                      : "the model " + model.get() + " knows no classes"));
    }
    return model;
  }

  private void requireNoFeaturesOf(Optional<String> trained) {
    boolean isFitted = trained.isPresent() || knowledge.head != null;
    if (isFitted && layers.asked().isPresent()) {
      throw new IllegalArgumentException(
          trained.orElseGet(() -> knowledge.head.toString())
              + " remembers its layers; leave out --layers and --raw-tokens");
    }
    if (trained.isPresent() && features.asked()) {
      throw new IllegalArgumentException(
          trained.get() + " sees the scene itself, not features of it; leave out --features");
    }
  }

  /** A map that was made, and what its head was worth on held-out labels, if it tells. */
  private record Mapped(InferenceSummary summary, Optional<ClassValidation> validation) {}

  private Mapped mapByHead(Path classes) throws IOException, InterruptedException {
    ClassHead head = knowledge.head == null ? null : ClassHead.read(knowledge.head);
    String model = head == null ? Models.standard() : head.backbone().model();
    Layers taken = head == null ? layers.get() : head.backbone().layers();
    SceneView view = options.view();
    if (head != null && view.groundSampleDistance().isEmpty()) {
      view = view.withGroundSampleDistance(head.groundSampleDistance());
    }
    if (head == null) {
      knowledge.labels.require(scene, view);
    }
    try (TileFeatures opened = features.open(scene, view, options.model(), model, taken, this)) {
      if (head == null) {
        head = knowledge.labels.fit(scene, view, opened);
        say("Learnt " + FitClassesCommand.describe(head));
        ClassTable.lines(head.report().validation()).forEach(this::say);
      }
      InferenceSummary summary = map(new LandCover(head, opened, detail), classes, view);
      return new Mapped(summary, Optional.of(head.report().validation()));
    }
  }

  private Mapped mapByNetwork(String model, Path classes) throws IOException, InterruptedException {
    try (ClassNetwork network = options.model().openClasses(model)) {
      say(options.model().describe(network));
      return new Mapped(map(new LandCover(network), classes, options.view()), Optional.empty());
    }
  }

  private InferenceSummary map(LandCover cover, Path classes, SceneView view)
      throws IOException, InterruptedException {
    try (ProgressReport report = progress("land cover", "tiles")) {
      InferenceSummary summary =
          cover.map(
              scene,
              classes,
              Optional.ofNullable(probabilities),
              view,
              raster == null ? options.run(true) : options.run(),
              p -> report.update(p.tiles(), p.totalTiles()));
      say((raster == null ? "Mapped " : "Wrote " + raster + ": ") + Summaries.text(summary));
      return summary;
    }
  }

  private ObjectNode toJson(Mapped mapped, ClassPolygons.Drawn drawn) {
    ObjectNode node = Json.object();
    node.put("scene", scene);
    node.put("output", output.toString());
    node.put("raster", raster == null ? null : raster.toString());
    node.put("probabilities", probabilities == null ? null : probabilities.toString());
    node.put("polygons", drawn.counts().polygons());
    node.put("mergedAreas", drawn.counts().mergedRegions());
    Summaries.put(node, mapped.summary());
    mapped.validation().ifPresent(v -> node.set("validation", ClassJson.of(v)));
    drawn
        .coverage()
        .ifPresent(report -> node.set("coverage", CoverageJson.of(output.toString(), report)));
    return node;
  }
}

package org.gramscape.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gramscape.cli.evaluate.ClassTable;
import org.gramscape.cli.option.LabelOptions;
import org.gramscape.cli.option.LayerOptions;
import org.gramscape.cli.option.MapOptions;
import org.gramscape.cli.option.OutputOptions;
import org.gramscape.cli.option.PolygonOptions;
import org.gramscape.cli.progress.ProgressReport;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.raster.Backend;
import org.gramscape.geoio.vector.LayerSchema;
import org.gramscape.geoio.vector.Vectors;
import org.gramscape.landcover.ClassHead;
import org.gramscape.landcover.ClassValidation;
import org.gramscape.landcover.Detail;
import org.gramscape.landcover.LandCover;
import org.gramscape.landcover.LandCoverPolygons;
import org.gramscape.landcover.vectorize.VectorizeCounts;
import org.gramscape.landcover.vectorize.Vectorizer;
import org.gramscape.model.FeatureExtractor;
import org.gramscape.model.Models;
import org.gramscape.tiling.InferenceSummary;
import org.gramscape.tiling.Journal;
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
      "Classes come from a head (`gramscape fit classes`), or at once from labelled places."
    },
    footer = {
      "",
      "Example:",
      "  gramscape land-cover scene.tif cover.gpkg --labels points.gpkg --field class"
          + " --min-area 50m2"
    })
final class LandCoverCommand extends Subcommand {
  private static final int WGS_84 = 4326;

  /** Where the classes come from: one or the other. */
  static final class Knowledge {
    @Option(
        names = "--head",
        paramLabel = "FILE",
        required = true,
        description = "What turns features into classes.")
    private Path head;

    @ArgGroup(exclusive = false, multiplicity = "1")
    private LabelOptions labels;

    private String file() {
      return head == null ? labels.file() : head.toString();
    }
  }

  @Parameters(paramLabel = "SCENE", description = "The scene.")
  private String scene;

  @Parameters(
      paramLabel = "OUT.gpkg|.fgb|.geojson",
      description = "The polygons to write; other suffixes need GDAL.")
  private Path output;

  @ArgGroup(multiplicity = "1")
  private Knowledge knowledge;

  @Option(
      names = "--raster",
      paramLabel = "OUT.tif",
      description = "Keep the class raster, and its confidence beside it.")
  private Path raster;

  @Option(
      names = "--detail",
      paramLabel = "KIND",
      defaultValue = "guided",
      description =
          "guided: borders follow the image within patches of 16 pixels; bilinear: they run"
              + " straight between patches (default: ${DEFAULT-VALUE}).")
  private Detail detail;

  @Option(names = "--json", description = "Print a summary as JSON.")
  private boolean json;

  @Mixin private LayerOptions layers;
  @Mixin private PolygonOptions polygons;
  @Mixin private MapOptions options;

  @Override
  public Integer call() throws IOException, InterruptedException {
    requireNoLayersOfAHead();
    List<String> inputs = List.of(scene, knowledge.file());
    Path classes = raster == null ? hidden(output) : raster;
    options.requireOutput(output, classes, inputs);
    if (raster != null) {
      OutputOptions.requireSuffix(raster, ".tif", ".tiff");
      options.requireOutput(raster, classes, inputs);
      options.requireOutput(LandCover.confidenceOf(raster), classes, inputs);
      LandCoverPolygons.requireStyleOfItsOwn(raster, output);
    }
    boolean replace = options.replaces(classes);
    requireFormat(replace);
    options.requireScene(scene);
    Mapped mapped;
    VectorizeCounts counts;
    try {
      mapped = map(classes);
      counts =
          new LandCoverPolygons(polygons.shape(), Backend.JVM)
              .write(classes.toString(), output, replace);
    } finally {
      if (raster == null) {
        for (Path file : LandCover.filesOf(classes)) {
          Files.deleteIfExists(file);
        }
      }
    }
    Journal.discard(classes);
    say("Wrote " + output + ": " + VectorizeCommand.describe(counts));
    if (json) {
      out().println(Json.pretty(toJson(mapped, counts)));
    }
    return 0;
  }

  private void requireNoLayersOfAHead() {
    if (knowledge.head != null && layers.asked().isPresent()) {
      throw new IllegalArgumentException(
          knowledge.head + " remembers its layers; leave out --layers and --raw-tokens");
    }
  }

  /** Fails before the long work if polygons cannot be written under the output's suffix. */
  private void requireFormat(boolean replace) throws IOException {
    LayerSchema schema =
        new Vectorizer(polygons.shape()).schema("land_cover", Crs.epsg(WGS_84), false);
    Vectors.create(output, schema, replace).close();
  }

  /** A fixed name, so that an interrupted run finds its journal beside it again. */
  private static Path hidden(Path output) {
    return output.resolveSibling("." + output.getFileName() + ".classes.tif");
  }

  /** A map that was made, and what its head was worth on held-out labels. */
  private record Mapped(InferenceSummary summary, ClassValidation validation) {}

  private Mapped map(Path classes) throws IOException, InterruptedException {
    ClassHead head = knowledge.head == null ? null : ClassHead.read(knowledge.head);
    String model = head == null ? Models.untrained() : head.backbone().model();
    try (FeatureExtractor extractor = options.openModel(model)) {
      say(options.describe(extractor));
      if (head == null) {
        head = knowledge.labels.fit(scene, layers.get(), options.view(), extractor);
        say("Learnt " + FitClassesCommand.describe(head));
        ClassTable.lines(head.report().validation()).forEach(this::say);
      }
      try (ProgressReport report = progress("land cover", "tiles")) {
        InferenceSummary summary =
            new LandCover(head, extractor, detail)
                .map(
                    scene,
                    classes,
                    options.view(),
                    raster == null ? options.run(true) : options.run(),
                    p -> report.update(p.tiles(), p.totalTiles()));
        say((raster == null ? "Mapped " : "Wrote " + raster + ": ") + Summaries.text(summary));
        return new Mapped(summary, head.report().validation());
      }
    }
  }

  private ObjectNode toJson(Mapped mapped, VectorizeCounts counts) {
    ObjectNode node = Json.object();
    node.put("scene", scene);
    node.put("output", output.toString());
    node.put("raster", raster == null ? null : raster.toString());
    node.put("polygons", counts.polygons());
    node.put("mergedAreas", counts.mergedRegions());
    Summaries.put(node, mapped.summary());
    node.set("validation", ClassJson.of(mapped.validation()));
    return node;
  }
}

package org.gramscape.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.gramscape.canopy.CanopyHeight;
import org.gramscape.canopy.HeightHead;
import org.gramscape.canopy.HeightReport;
import org.gramscape.cli.option.MapOptions;
import org.gramscape.cli.option.OutputOptions;
import org.gramscape.cli.picture.Palette;
import org.gramscape.cli.picture.Picture;
import org.gramscape.cli.progress.ProgressReport;
import org.gramscape.geoio.raster.Backend;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Rasters;
import org.gramscape.model.FeatureExtractor;
import org.gramscape.model.ModelInfo;
import org.gramscape.model.Models;
import org.gramscape.tiling.InferenceSummary;
import org.gramscape.tiling.Journal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The canopy height of a scene. */
@Command(
    name = "canopy-height",
    description = {
      "Maps the canopy height of a scene: a COG on the scene's own grid with height and spread in"
          + " metres, nodata -9999.",
      "A head comes from `gramscape fit height`; the one that is built in is for trying things out."
    },
    footer = {
      "",
      "Example:",
      "  gramscape canopy-height scene.tif heights.tif --head heights.head --quicklook heights.png"
    })
final class CanopyHeightCommand extends Subcommand {
  private static final int QUICKLOOK_SIDE = 1024;
  private static final double QUICKLOOK_METRES = 30;

  @Parameters(paramLabel = "SCENE", description = "The scene.")
  private String scene;

  @Parameters(paramLabel = "OUT.tif", description = "The map to write.")
  private Path output;

  @Option(
      names = "--head",
      paramLabel = "FILE",
      description =
          "What turns features into heights (default: the head that comes with the model, if there"
              + " is one).")
  private Path headFile;

  @Option(
      names = "--quicklook",
      paramLabel = "OUT.png",
      description = "Write a picture of the heights as well.")
  private Path quicklook;

  @Option(names = "--json", description = "Print a summary as JSON.")
  private boolean json;

  @Mixin private MapOptions options;

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<String> inputs = headFile == null ? List.of(scene) : List.of(scene, headFile.toString());
    OutputOptions.requireSuffix(output, ".tif", ".tiff");
    options.requireOutput(output, output, inputs);
    if (quicklook != null) {
      OutputOptions.requireSuffix(quicklook, ".png");
      options.requireOutput(quicklook, output, inputs);
    }
    options.requireScene(scene);
    Optional<HeightHead> given =
        headFile == null ? Optional.empty() : Optional.of(HeightHead.read(headFile));
    String standard = given.map(head -> head.backbone().model()).orElse(Models.untrained());
    InferenceSummary summary;
    try (FeatureExtractor model = options.openModel(standard)) {
      say(options.describe(model));
      HeightHead head = given.isPresent() ? given.get() : builtIn(model.info());
      try (ProgressReport report = progress("canopy height", "tiles")) {
        summary =
            new CanopyHeight(head, model)
                .map(
                    scene,
                    output,
                    options.view(),
                    options.run(),
                    p -> report.update(p.tiles(), p.totalTiles()));
      }
    }
    if (quicklook != null) {
      try (RasterSource heights = Rasters.open(output.toString(), Backend.JVM)) {
        Picture.ofQuantities(heights, 0, Palette.heights(QUICKLOOK_METRES), QUICKLOOK_SIDE)
            .writePng(quicklook, options.replaces(output));
      }
    }
    Journal.discard(output);
    say("Wrote " + output + ": " + Summaries.text(summary));
    if (json) {
      ObjectNode node = Json.object();
      node.put("scene", scene);
      node.put("output", output.toString());
      node.put("head", headFile == null ? "built-in" : headFile.toString());
      Summaries.put(node, summary);
      out().println(Json.pretty(node));
    }
    return 0;
  }

  private HeightHead builtIn(ModelInfo model) throws IOException {
    HeightHead head =
        HeightHead.builtIn(model)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        ("no head for heights comes with the model %s; make one with gramscape fit"
                                + " height --pair IMAGE=CHM heights.head --model %s, and pass"
                                + " --head heights.head")
                            .formatted(model.name(), model.name())));
    HeightReport report = head.report();
    say(
        String.format(
            Locale.ROOT,
            "Built-in head: fitted to %d aerial images with lidar heights on an %s backbone; on"
                + " ground held out: RMSE %.1f m, R2 %.2f.%n"
                + "Expect a poor map. Heights of your own region make a better head: gramscape fit"
                + " height --pair IMAGE=CHM heights.head",
            report.pairs().size(),
            model.trained() ? "trained" : "untrained",
            report.rmse(),
            report.r2()));
    return head;
  }
}

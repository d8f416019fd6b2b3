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
import org.gramscape.canopy.HeightStorage;
import org.gramscape.canopy.MappedHeights;
import org.gramscape.cli.option.MapOptions;
import org.gramscape.cli.option.OutputOptions;
import org.gramscape.cli.picture.Palette;
import org.gramscape.cli.picture.Picture;
import org.gramscape.cli.progress.ProgressReport;
import org.gramscape.geoio.raster.Backend;
import org.gramscape.geoio.raster.PhysicalSource;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Rasters;
import org.gramscape.model.FeatureExtractor;
import org.gramscape.model.HeightNetwork;
import org.gramscape.model.ModelInfo;
import org.gramscape.model.Models;
import org.gramscape.model.dpt.DepthConfig;
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
      "A model for heights is a backbone with a DPT head: CHMv2, or one of `gramscape"
          + " train-height`. Other backbones need a head of `gramscape fit height`; one"
          + " comes with the built-in backbone."
    },
    footer = {
      "",
      "Example:",
      "  gramscape canopy-height scene.tif heights.tif --head heights.head --quicklook heights.png",
      "CHMv2, from the hub and from Meta's files:",
      "  gramscape model pull facebook/dinov3-vitl16-chmv2-dpt-head --name chmv2",
      "  gramscape canopy-height scene.tif heights.tif --model chmv2",
      "  gramscape canopy-height scene.tif heights.tif --model vitl-sat --head chmv2_head.pth"
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
          "What turns features into heights: a head of `gramscape fit height`, or a DPT head as"
              + " CHMv2's .pth, whose backbone is the --model (default: the head that comes with"
              + " the model, if there is one).")
  private Path headFile;

  @Option(
      names = "--quicklook",
      paramLabel = "OUT.png",
      description = "Write a picture of the heights as well.")
  private Path quicklook;

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      defaultValue = "float32",
      description =
          "How heights and spreads are stored: float32 (metres, nodata -9999), uint16 (centimetres,"
              + " nodata 65535) or uint8 (half metres, nodata 255), the latter with a declared"
              + " scale (default: ${DEFAULT-VALUE}).")
  private HeightStorage storage;

  @Option(
      names = "--tta",
      description =
          "Map each tile in all eight ways that it can be turned and mirrored, and average: the"
              + " spread then also tells how far these differ. Takes eight times as long.")
  private boolean turned;

  @Option(
      names = "--flags",
      description =
          "Add a band of flags: 1 where the scene is in shadow, 2 where it is saturated, 3 both.")
  private boolean flagged;

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
    MappedHeights mapped = isNetwork() ? mapByNetwork() : mapByHead();
    if (quicklook != null) {
      try (RasterSource heights = Rasters.open(output.toString(), Backend.JVM)) {
        Picture.ofQuantities(
                PhysicalSource.of(heights), 0, Palette.heights(QUICKLOOK_METRES), QUICKLOOK_SIDE)
            .writePng(quicklook, options.replaces(output));
      }
    }
    Journal.discard(output);
    say("Wrote " + output + ": " + Summaries.text(mapped.run()));
    say(Summaries.text(mapped.quality()));
    mapped.quality().warnings().forEach(warning -> say("Warning: " + warning));
    if (json) {
      ObjectNode node = Json.object();
      node.put("scene", scene);
      node.put("output", output.toString());
      node.put("head", headFile != null ? headFile.toString() : isNetwork() ? "own" : "built-in");
      Summaries.put(node, mapped.run());
      Summaries.put(node, mapped.quality());
      out().println(Json.pretty(node));
    }
    return 0;
  }

  /** Whether a network trained for heights was named: a model with a head of its own, or a head. */
  private boolean isNetwork() throws IOException {
    if (headFile != null) {
      return DepthConfig.isHead(headFile);
    }
    Optional<String> model = options.model().name();
    return model.isPresent() && Models.local().heights(model.get()).isPresent();
  }

  private MappedHeights mapByNetwork() throws IOException, InterruptedException {
    try (HeightNetwork network = options.model().openHeights(Optional.ofNullable(headFile))) {
      say(options.model().describe(network));
      say(
          String.format(
              Locale.ROOT,
              "Heights by a DPT head, %s bins to %.0f m",
              network.head().bins().count(),
              network.head().highest()));
      return map(new CanopyHeight(network));
    }
  }

  private MappedHeights mapByHead() throws IOException, InterruptedException {
    Optional<HeightHead> given =
        headFile == null ? Optional.empty() : Optional.of(HeightHead.read(headFile));
    String standard = given.map(head -> head.backbone().model()).orElse(Models.standard());
    try (FeatureExtractor model = options.model().open(standard)) {
      say(options.model().describe(model));
      HeightHead head = given.isPresent() ? given.get() : builtIn(model.info());
      return map(new CanopyHeight(head, model));
    }
  }

  private MappedHeights map(CanopyHeight plain) throws IOException, InterruptedException {
    CanopyHeight stored = plain.storedAs(storage);
    CanopyHeight seen = turned ? stored.turned() : stored;
    CanopyHeight heights = flagged ? seen.flagged() : seen;
    try (ProgressReport report = progress("canopy height", "tiles")) {
      return heights.map(
          scene,
          output,
          options.view(),
          options.run(),
          p -> report.update(p.tiles(), p.totalTiles()));
    }
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
            "Built-in head: fitted to %d aerial images with lidar heights; on ground held out:"
                + " RMSE %.1f m, R2 %.2f.%n"
                + "Heights of your own region make a better head: gramscape fit height --pair"
                + " IMAGE=CHM heights.head",
            report.pairs().size(),
            report.rmse(),
            report.r2()));
    return head;
  }
}

package org.gramscape.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.gramscape.cli.option.ModelOptions;
import org.gramscape.cli.option.OutputOptions;
import org.gramscape.cli.option.OverlapOption;
import org.gramscape.cli.option.PolygonOptions;
import org.gramscape.cli.option.ResumeOption;
import org.gramscape.cli.option.SceneOptions;
import org.gramscape.cli.progress.ProgressReport;
import org.gramscape.geoio.UnusableInputException;
import org.gramscape.landcover.ClassHead;
import org.gramscape.landcover.LandCover;
import org.gramscape.landcover.change.ChangePolygons;
import org.gramscape.landcover.change.ChangeTable;
import org.gramscape.model.ClassNetwork;
import org.gramscape.model.FeatureExtractor;
import org.gramscape.tiling.Journal;
import org.gramscape.tiling.RunOptions;
import org.gramscape.tiling.SceneView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What changed between two class rasters, or two scenes. */
@Command(
    name = "change",
    description = {
      "Finds what changed from one class raster to another, on whatever grids: polygons with the"
          + " class before and after, and a table of areas.",
      "With --head the two are scenes, which are mapped first; an interrupted run goes on with"
          + " --resume."
    },
    footer = {
      "",
      "Example:",
      "  gramscape change cover2020.tif cover2025.tif change.gpkg --min-area 100m2"
    })
final class ChangeCommand extends Subcommand {
  private static final double SQUARE_METRES_A_HECTARE = 10_000;

  @Parameters(paramLabel = "BEFORE.tif", description = "The class raster before; its grid is used.")
  private String before;

  @Parameters(paramLabel = "AFTER.tif", description = "The class raster after.")
  private String after;

  @Parameters(
      paramLabel = "OUT.gpkg|.fgb|.geojson|.parquet",
      description = "The polygons to write; other suffixes need GDAL.")
  private Path output;

  @Option(
      names = "--head",
      paramLabel = "FILE",
      description =
          "Map both, which are scenes, with this head (see fit classes), or with the folder of a"
              + " model trained for classes.")
  private Path head;

  @Option(
      names = "--unchanged",
      description = "Write the ground that did not change, too: then the polygons have no gaps.")
  private boolean unchanged;

  @Option(names = "--json", description = "Print the table of areas as JSON.")
  private boolean json;

  @Mixin private PolygonOptions polygons;
  @Mixin private ModelOptions model;
  @Mixin private SceneOptions scene;
  @Mixin private OverlapOption overlap;
  @Mixin private OutputOptions outputs;
  @Mixin private ResumeOption resume;

  @Override
  public Integer call() throws IOException, InterruptedException {
    boolean replace = run(outputs.overwrite()).replaces(map("after"));
    outputs.require(output, List.of(before, after), replace);
    ChangeTable table = head == null ? compare(before, after, replace) : compareScenes(replace);
    say(
        "Wrote %s: %.4f of %.4f ha changed"
            .formatted(
                output,
                table.changedSquareMetres() / SQUARE_METRES_A_HECTARE,
                table.squareMetres() / SQUARE_METRES_A_HECTARE));
    if (json) {
      out().println(Json.pretty(toJson(table)));
    } else {
      lines(table).forEach(out()::println);
    }
    return 0;
  }

  private ChangeTable compare(String from, String to, boolean replace) throws IOException {
    return new ChangePolygons(
            polygons.shape(), unchanged, scene.view().backend(), w -> say("Warning: " + w))
        .write(from, to, output, replace);
  }

  private ChangeTable compareScenes(boolean replace) throws IOException, InterruptedException {
    scene.require(before);
    scene.require(after);
    polygons.requireHeap(before, scene.view());
    if (Files.isDirectory(head)) {
      try (ClassNetwork network = model.openClasses(head.toString())) {
        say(model.describe(network));
        return compareMaps(new LandCover(network), replace);
      }
    }
    ClassHead classes = ClassHead.read(head);
    try (FeatureExtractor extractor = model.open(classes.backbone().model())) {
      say(model.describe(extractor));
      return compareMaps(new LandCover(classes, extractor), replace);
    }
  }

  /** The maps go, whatever happens; their journals stay until the polygons are there. */
  private ChangeTable compareMaps(LandCover landCover, boolean replace)
      throws IOException, InterruptedException {
    List<Path> maps = List.of(map("before"), map("after"));
    ChangeTable table;
    try {
      map(before, maps.get(0), landCover);
      map(after, maps.get(1), landCover);
      table = compare(maps.get(0).toString(), maps.get(1).toString(), replace);
    } catch (UnusableInputException e) {
      discardJournals(maps);
      throw e;
    } finally {
      for (Path raster : maps) {
        for (Path file : LandCover.filesOf(raster)) {
          Files.deleteIfExists(file);
        }
      }
    }
    discardJournals(maps);
    return table;
  }

  private static void discardJournals(List<Path> maps) throws IOException {
    for (Path raster : maps) {
      Journal.discard(raster);
    }
  }

  /** Where a scene is mapped for the time being: always the same, so that it can be gone on. */
  private Path map(String which) {
    return output.resolveSibling("." + output.getFileName() + "." + which + ".tif");
  }

  private RunOptions run(boolean overwrite) {
    return new RunOptions(
        model.threads(), Optional.empty(), resume.get(), overwrite, true, Map.of());
  }

  private void map(String from, Path to, LandCover landCover)
      throws IOException, InterruptedException {
    // A map that an earlier run left which was killed is in nobody's way.
    RunOptions run = run(true);
    SceneView view = overlap.in(scene.view());
    try (ProgressReport report = progress("land cover", "tiles")) {
      landCover.map(from, to, view, run, p -> report.update(p.tiles(), p.totalTiles()));
    }
  }

  private static List<String> lines(ChangeTable table) {
    int width =
        table.rows().stream()
            .mapToInt(row -> Math.max(row.before().length(), row.after().length()))
            .max()
            .orElse(0);
    String form = "%-" + Math.max(width, "before".length()) + "s  ";
    List<String> lines = new ArrayList<>();
    lines.add((form + form + "%12s").formatted("before", "after", "hectares"));
    for (ChangeTable.Row row : table.rows()) {
      String area =
          String.format(Locale.ROOT, "%12.4f", row.squareMetres() / SQUARE_METRES_A_HECTARE);
      lines.add(
          form.formatted(row.before())
              + form.formatted(row.after())
              + area
              + (row.isChange() ? "" : "  unchanged"));
    }
    return lines;
  }

  private ObjectNode toJson(ChangeTable table) {
    ObjectNode node = Json.object();
    node.put("before", before);
    node.put("after", after);
    node.put("output", output.toString());
    node.put("squareMetres", table.squareMetres());
    node.put("changedSquareMetres", table.changedSquareMetres());
    ArrayNode rows = node.putArray("areas");
    for (ChangeTable.Row row : table.rows()) {
      ObjectNode each = rows.addObject();
      each.put("before", row.before());
      each.put("after", row.after());
      each.put("squareMetres", row.squareMetres());
    }
    return node;
  }
}

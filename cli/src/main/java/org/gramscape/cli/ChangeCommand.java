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
import org.gramscape.cli.option.PolygonOptions;
import org.gramscape.cli.option.SceneOptions;
import org.gramscape.cli.progress.ProgressReport;
import org.gramscape.landcover.ClassHead;
import org.gramscape.landcover.LandCover;
import org.gramscape.landcover.change.ChangePolygons;
import org.gramscape.landcover.change.ChangeTable;
import org.gramscape.model.ClassNetwork;
import org.gramscape.model.FeatureExtractor;
import org.gramscape.tiling.RunOptions;
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
      "With --head the two are scenes, which are mapped first."
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
  @Mixin private OutputOptions outputs;

  @Override
  public Integer call() throws IOException, InterruptedException {
    outputs.require(output, List.of(before, after));
    ChangeTable table = head == null ? compare(before, after) : compareScenes();
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

  private ChangeTable compare(String from, String to) throws IOException {
    return new ChangePolygons(polygons.shape(), unchanged, scene.view().backend())
        .write(from, to, output, outputs.overwrite());
  }

  private ChangeTable compareScenes() throws IOException, InterruptedException {
    if (Files.isDirectory(head)) {
      try (ClassNetwork network = model.openClasses(head.toString())) {
        say(model.describe(network));
        return compareMaps(new LandCover(network));
      }
    }
    ClassHead classes = ClassHead.read(head);
    try (FeatureExtractor extractor = model.open(classes.backbone().model())) {
      say(model.describe(extractor));
      return compareMaps(new LandCover(classes, extractor));
    }
  }

  private ChangeTable compareMaps(LandCover landCover) throws IOException, InterruptedException {
    Path first = output.resolveSibling("." + output.getFileName() + ".before.tif");
    Path second = output.resolveSibling("." + output.getFileName() + ".after.tif");
    try {
      map(before, first, landCover);
      map(after, second, landCover);
      return compare(first.toString(), second.toString());
    } finally {
      for (Path raster : List.of(first, second)) {
        for (Path file : LandCover.filesOf(raster)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private void map(String from, Path to, LandCover landCover)
      throws IOException, InterruptedException {
    // What an earlier run left that was killed is in nobody's way.
    RunOptions run =
        new RunOptions(model.threads(), Optional.empty(), false, true, false, Map.of());
    try (ProgressReport report = progress("land cover", "tiles")) {
      landCover.map(from, to, scene.view(), run, p -> report.update(p.tiles(), p.totalTiles()));
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

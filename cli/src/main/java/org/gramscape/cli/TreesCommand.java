package org.gramscape.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.gramscape.canopy.MetreSource;
import org.gramscape.canopy.forest.TreeFinder;
import org.gramscape.canopy.forest.TreeLayers;
import org.gramscape.canopy.forest.TreeRules;
import org.gramscape.canopy.forest.Trees;
import org.gramscape.cli.option.BackendOption;
import org.gramscape.cli.option.HeightUnitOption;
import org.gramscape.cli.option.OutputOptions;
import org.gramscape.geoio.Length;
import org.gramscape.geoio.raster.Rasters;
import org.gramscape.geoio.vector.VectorSink;
import org.gramscape.geoio.vector.Vectors;
import org.gramscape.landcover.vectorize.ClassRasters;
import org.gramscape.landcover.vectorize.VectorizeOptions;
import org.gramscape.landcover.vectorize.Vectorizer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Trees from heights. */
@Command(
    name = "trees",
    description = {
      "Finds trees in canopy heights: tops are the highest pixels around, crowns the watershed"
          + " below them, as polygons that share their edges and do not overlap.",
      "The raster is held in memory, 11 bytes a pixel."
    },
    footer = {
      "",
      "Example:",
      "  gramscape trees heights.tif crowns.gpkg --tops tops.gpkg --min-height 3m"
    })
final class TreesCommand extends Subcommand {
  @Parameters(paramLabel = "HEIGHTS.tif", description = "The heights, in the first band.")
  private String heights;

  @Parameters(
      paramLabel = "CROWNS.gpkg|.fgb|.geojson",
      description = "The crowns to write; other suffixes need GDAL.")
  private Path crowns;

  @Option(
      names = "--tops",
      paramLabel = "TOPS.gpkg",
      description = "Write the tops as points as well.")
  private Path tops;

  @Option(
      names = "--min-height",
      paramLabel = "LENGTH",
      defaultValue = "2m",
      description = "The lowest tree (default: ${DEFAULT-VALUE}).")
  private Length least;

  @Option(
      names = "--radius",
      paramLabel = "LENGTH",
      defaultValue = "0.6m",
      description =
          "A top has nothing higher within this, and --radius-growth for each metre of its height"
              + " (default: ${DEFAULT-VALUE}).")
  private Length radius;

  @Option(
      names = "--radius-growth",
      paramLabel = "SHARE",
      defaultValue = "0.05",
      description = "Metres of radius a metre of height (default: ${DEFAULT-VALUE}).")
  private double growth;

  @Option(
      names = "--crown-share",
      paramLabel = "SHARE",
      defaultValue = "0.3",
      description =
          "Crowns reach down to this share of their top's height (default: ${DEFAULT-VALUE}).")
  private double crownShare;

  @Option(
      names = "--simplify",
      paramLabel = "LENGTH",
      description = "Straighten bends below this size, e.g. 1m (default: keep pixel corners).")
  private Length simplify = Length.ZERO;

  @Mixin private HeightUnitOption unit;
  @Mixin private BackendOption backend;
  @Mixin private OutputOptions outputs;

  @Override
  public Integer call() throws IOException {
    outputs.require(crowns, List.of(heights));
    if (tops != null) {
      outputs.require(tops, List.of(heights));
    }
    TreeRules rules = new TreeRules(least, radius, growth, crownShare);
    Trees trees;
    try (MetreSource metres =
        MetreSource.of(
            Rasters.open(heights, backend.get()), unit.get(), w -> say("Warning: " + w))) {
      KnownUnits.describe(List.of(metres.unit())).forEach(this::say);
      trees = new TreeFinder(rules).find(metres);
    }
    TreeLayers layers = new TreeLayers(trees);
    try (VectorSink sink =
        layers.crowns(Vectors.create(crowns, layers.crownSchema(), outputs.overwrite()))) {
      new Vectorizer(VectorizeOptions.PLAIN.withSimplify(simplify))
          .vectorize(ClassRasters.of(trees), sink);
      sink.commit();
    }
    if (tops != null) {
      try (VectorSink sink = Vectors.create(tops, layers.topSchema(), outputs.overwrite())) {
        layers.writeTops(sink);
        sink.commit();
      }
    }
    say("Wrote " + crowns + ": " + Text.count(trees.count(), "tree"));
    return 0;
  }
}

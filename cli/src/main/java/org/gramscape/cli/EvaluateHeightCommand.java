package org.gramscape.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gramscape.canopy.ComparedHeights;
import org.gramscape.canopy.ErrorMap;
import org.gramscape.canopy.HeightAssessment;
import org.gramscape.canopy.HeightEvaluation;
import org.gramscape.canopy.HeightProtocol;
import org.gramscape.canopy.HeightTally;
import org.gramscape.canopy.KnownUnit;
import org.gramscape.cli.evaluate.AssessedMap;
import org.gramscape.cli.evaluate.HeightPage;
import org.gramscape.cli.evaluate.HeightTable;
import org.gramscape.cli.option.AssumedCrsOption;
import org.gramscape.cli.option.BackendOption;
import org.gramscape.cli.option.HeightUnitOption;
import org.gramscape.cli.option.OutputOptions;
import org.gramscape.geoio.Length;
import org.gramscape.geoio.PendingFile;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Rasters;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** How well heights agree with the truth. */
@Command(
    name = "height",
    description = {
      "Compares canopy heights with the truth: MAE, RMSE, bias, R2, block R2 and edge error, by"
          + " height class, with confidence intervals and the calibration of the spread.",
      "Cells are of a metre: of a finer truth the highest counts, finer maps are averaged; a"
          + " coarser map's pixels are compared as they are."
    },
    footer = {
      "",
      "Examples:",
      "  gramscape evaluate height heights.tif chm.tif --json",
      "  gramscape evaluate height --pair a.tif=a_chm.tif --pair b.tif=b_chm.tif --block 10m --html"
          + " report.html"
    })
final class EvaluateHeightCommand extends Subcommand {
  @Parameters(index = "0", arity = "0..1", paramLabel = "PRED", description = "The map.")
  private String prediction;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "TRUTH",
      description = "What is known; on any grid, in any CRS.")
  private String truth;

  @Option(
      names = "--pair",
      paramLabel = "PRED=TRUTH",
      description = "A map and its truth; can be repeated: all are pooled.")
  private List<String> pairs = List.of();

  @Option(
      names = "--protocol",
      paramLabel = "NAME",
      defaultValue = "standard",
      description =
          "standard; tolan (the map's pixels without the first three rows and columns, blocks of 50"
              + " pixels); or open-canopy (the truth's pixels below 60 m; give the plants as"
              + " --mask) (default: ${DEFAULT-VALUE}).")
  private HeightProtocol protocol;

  @Option(
      names = "--block",
      paramLabel = "LENGTH",
      description = "Side of the blocks of block R2 and of the intervals, e.g. 10m (default: 30m).")
  private Length block;

  @Option(
      names = "--mask",
      paramLabel = "RASTER",
      description = "Only ground where this raster is neither 0 nor without data counts.")
  private String mask;

  @Option(
      names = "--error-maps",
      paramLabel = "DIR",
      description = "Write NAME_errors.tif of each map: prediction, truth and error in metres.")
  private Path errorMaps;

  @Option(
      names = "--html",
      paramLabel = "OUT.html",
      description = "Write a page with tables and pictures.")
  private Path html;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Mixin private HeightUnitOption unit;
  @Mixin private AssumedCrsOption crs;
  @Mixin private BackendOption backend;
  @Mixin private OutputOptions outputs;

  /** A map and its truth. */
  private record Compared(String prediction, String truth) {
    /** The map's name without folders and ending. */
    String file() {
      return prediction.replaceFirst(".*[/\\\\]", "").replaceFirst("\\.[^.]*$", "");
    }

    /** Which tells it from the others. */
    String name(List<Compared> all) {
      boolean alone = all.stream().filter(other -> other.file().equals(file())).count() == 1;
      return alone ? file() : prediction + "=" + truth;
    }
  }

  @Override
  public Integer call() throws IOException {
    List<Compared> all = compared();
    protocol.requireMask(mask != null);
    HeightProtocol rules = block == null ? protocol : protocol.withBlocks(block);
    List<String> inputs = new ArrayList<>();
    all.forEach(pair -> inputs.addAll(List.of(pair.prediction(), pair.truth())));
    if (html != null) {
      OutputOptions.requireSuffix(html, ".html", ".htm");
      outputs.require(html, inputs);
    }
    if (errorMaps != null) {
      Files.createDirectories(errorMaps);
      for (Compared pair : all) {
        outputs.require(errorMap(pair), inputs);
      }
    }
    HeightPage page = new HeightPage(rules);
    List<KnownUnit> units = new ArrayList<>();
    List<AssessedMap> maps = new ArrayList<>();
    HeightTally pooled = null;
    for (Compared pair : all) {
      HeightTally tally = compare(pair, pair.name(all), rules, maps, units, page);
      pooled = pooled == null ? HeightTally.pooled(tally) : pooled;
      pooled.add(tally);
    }
    KnownUnits.describe(units).forEach(this::say);
    HeightAssessment together = pooled.assess();
    if (html != null) {
      write(page.html(maps, together));
    }
    if (json) {
      out().println(Json.pretty(HeightJson.of(rules, maps, together)));
    } else {
      HeightTable.lines(maps, together).forEach(out()::println);
    }
    return 0;
  }

  private List<Compared> compared() {
    List<Compared> all = new ArrayList<>();
    if (prediction != null) {
      if (truth == null) {
        throw new IllegalArgumentException(
            "the truth is missing: gramscape evaluate height PRED TRUTH");
      }
      all.add(new Compared(prediction, truth));
    }
    for (String pair : pairs) {
      int split = pair.indexOf('=');
      if (split <= 0 || split == pair.length() - 1) {
        throw new IllegalArgumentException(
            "--pair " + pair + ": PRED=TRUTH is expected, for example --pair map.tif=chm.tif");
      }
      all.add(new Compared(pair.substring(0, split), pair.substring(split + 1)));
    }
    if (all.isEmpty()) {
      throw new IllegalArgumentException(
          "say what to compare: gramscape evaluate height PRED TRUTH, or --pair PRED=TRUTH");
    }
    return all;
  }

  private HeightTally compare(
      Compared pair,
      String name,
      HeightProtocol rules,
      List<AssessedMap> maps,
      List<KnownUnit> units,
      HeightPage page)
      throws IOException {
    try (RasterSource map = Rasters.open(pair.prediction(), backend.get());
        RasterSource known =
            crs.get().placing(Rasters.open(pair.truth(), backend.get()), map.info());
        RasterSource counting = mask == null ? null : Rasters.open(mask, backend.get())) {
      ComparedHeights compared =
          ComparedHeights.of(map, known, Optional.ofNullable(counting), rules, unit.get());
      HeightTally tally = new HeightEvaluation(rules).tally(compared);
      AssessedMap assessed = new AssessedMap(name, tally.assess(), compared.doubts(tally));
      assessed.doubts().forEach(doubt -> say("Warning: " + doubt));
      maps.add(assessed);
      units.add(compared.unit());
      if (errorMaps != null) {
        ErrorMap.write(compared, errorMap(pair), outputs.overwrite());
      }
      if (html != null) {
        page.add(assessed, compared);
      }
      return tally;
    }
  }

  private Path errorMap(Compared pair) {
    return errorMaps.resolve(pair.file() + "_errors.tif");
  }

  private void write(String text) throws IOException {
    try (PendingFile pending = PendingFile.beside(html, outputs.overwrite())) {
      Files.writeString(pending.path(), text);
      pending.commit();
    }
  }
}

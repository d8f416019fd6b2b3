package org.gramscape.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.gramscape.canopy.HeightFit;
import org.gramscape.canopy.HeightHead;
import org.gramscape.canopy.HeightPair;
import org.gramscape.canopy.HeightReport;
import org.gramscape.canopy.SurveyedPair;
import org.gramscape.cli.option.HeightOptions;
import org.gramscape.cli.option.LayerOptions;
import org.gramscape.cli.option.ModelOptions;
import org.gramscape.cli.option.OutputOptions;
import org.gramscape.cli.option.SceneOptions;
import org.gramscape.cli.progress.ProgressReport;
import org.gramscape.model.FeatureExtractor;
import org.gramscape.model.Models;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A head for heights from images whose heights are known. */
@Command(
    name = "height",
    description = {
      "Fits a head for canopy height to images and rasters of heights above the ground there, by"
          + " kernel ridge regression.",
      "The head and the maps made with it tell what became of finer heights (--aggregate)."
    },
    footer = {
      "",
      "Example:",
      "  gramscape fit height --pair a.tif=a_chm.tif --pair b.tif=b_chm.tif heights.head"
    })
final class FitHeightCommand extends Subcommand {
  @Option(
      names = "--pair",
      paramLabel = "IMAGE=CHM",
      required = true,
      description = "An image and its heights; can be repeated.")
  private List<String> pairs;

  @Parameters(paramLabel = "OUT_HEAD", description = "The head to write.")
  private Path output;

  @Mixin private HeightOptions heights;
  @Mixin private ModelOptions model;
  @Mixin private LayerOptions layers;
  @Mixin private SceneOptions scene;
  @Mixin private OutputOptions outputOptions;

  @Override
  public Integer call() throws IOException {
    List<HeightPair> read = new ArrayList<>();
    List<String> inputs = new ArrayList<>();
    for (String pair : pairs) {
      int split = pair.indexOf('=');
      if (split <= 0 || split == pair.length() - 1) {
        throw new IllegalArgumentException(
            "--pair " + pair + ": IMAGE=CHM is expected, for example --pair scene.tif=chm.tif");
      }
      read.add(new HeightPair(pair.substring(0, split), pair.substring(split + 1)));
      inputs.addAll(List.of(pair.substring(0, split), pair.substring(split + 1)));
    }
    outputOptions.require(output, inputs);
    HeightHead head;
    try (FeatureExtractor extractor = model.open(Models.standard());
        ProgressReport report = progress("fit", "tiles")) {
      say(model.describe(extractor));
      HeightFit fit = new HeightFit(layers.get(), scene.view());
      List<SurveyedPair> surveyed = new ArrayList<>();
      for (HeightPair pair : read) {
        SurveyedPair found = fit.survey(pair, heights.reading(), extractor.info());
        SurveyedPairs.describe(found).forEach(this::say);
        surveyed.add(found);
      }
      SurveyedPairs.describe(surveyed).forEach(this::say);
      head = fit.fit(surveyed, extractor, p -> report.update(p.tiles(), p.totalTiles()));
    }
    head.write(output, outputOptions.overwrite());
    HeightReport about = head.report();
    say(
        String.format(
            Locale.ROOT,
            "Wrote %s: %d cells of %s, by the %s of finer heights; on ground held out: RMSE %.2f m,"
                + " R2 %.2f",
            output,
            about.cells(),
            Text.count(about.pairs().size(), "image"),
            heights.reading().aggregation().word(),
            about.rmse(),
            about.r2()));
    return 0;
  }
}

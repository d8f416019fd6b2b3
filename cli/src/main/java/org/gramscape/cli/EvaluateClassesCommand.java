package org.gramscape.cli;

import java.io.IOException;
import java.util.List;
import org.gramscape.cli.evaluate.ClassPage;
import org.gramscape.cli.evaluate.ClassTable;
import org.gramscape.cli.option.BackendOption;
import org.gramscape.cli.option.PageOption;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Rasters;
import org.gramscape.landcover.ClassEvaluation;
import org.gramscape.landcover.ClassLegend;
import org.gramscape.landcover.ComparedClasses;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** How well classes agree with the truth. */
@Command(
    name = "classes",
    description =
        "Compares classes with the truth: accuracy, F1 and IoU a class, kappa, confusion, borders;"
            + " precision is the user's accuracy, recall the producer's.",
    footer = {"", "Example:", "  gramscape evaluate classes classes.tif truth.tif"})
final class EvaluateClassesCommand extends Subcommand {
  @Parameters(paramLabel = "PRED", description = "The map.")
  private String prediction;

  @Parameters(paramLabel = "TRUTH", description = "What is known; on any grid, in any CRS.")
  private String truth;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Mixin private PageOption page;
  @Mixin private BackendOption backend;

  @Override
  public Integer call() throws IOException {
    page.require(List.of(prediction, truth));
    try (RasterSource predicted = Rasters.open(prediction, backend.get());
        RasterSource known = Rasters.open(truth, backend.get())) {
      ComparedClasses compared = new ComparedClasses(predicted, known);
      ClassEvaluation evaluation = ClassEvaluation.of(compared);
      if (ClassLegend.of(predicted.info()).isEmpty() || ClassLegend.of(known.info()).isEmpty()) {
        say(
            "Not both rasters name their classes (metadata CLASS_0, CLASS_1, ...): equal values are"
                + " taken for equal classes.");
      }
      page.write(() -> ClassPage.html(prediction, compared, evaluation));
      if (json) {
        out().println(Json.pretty(ClassJson.of(evaluation)));
      } else {
        ClassTable.lines(evaluation).forEach(out()::println);
      }
    }
    return 0;
  }
}

package org.gramscape.cli;

import java.io.IOException;
import org.gramscape.cli.evaluate.ClassTable;
import org.gramscape.cli.option.BackendOption;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Rasters;
import org.gramscape.landcover.ClassEvaluation;
import org.gramscape.landcover.ClassLegend;
import org.gramscape.landcover.ClassScores;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** How well classes agree with the truth. */
@Command(
    name = "classes",
    description =
        "Compares classes with the truth: accuracy, F1 and IoU a class, kappa, confusion; precision"
            + " is the user's accuracy, recall the producer's.",
    footer = {"", "Example:", "  gramscape evaluate classes classes.tif truth.tif"})
final class EvaluateClassesCommand extends Subcommand {
  @Parameters(paramLabel = "PRED", description = "The map.")
  private String prediction;

  @Parameters(paramLabel = "TRUTH", description = "What is known; on any grid, in any CRS.")
  private String truth;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Mixin private BackendOption backend;

  @Override
  public Integer call() throws IOException {
    try (RasterSource predicted = Rasters.open(prediction, backend.get());
        RasterSource known = Rasters.open(truth, backend.get())) {
      ClassScores scores = ClassEvaluation.of(predicted, known);
      if (ClassLegend.of(predicted.info()).isEmpty() || ClassLegend.of(known.info()).isEmpty()) {
        say(
            "Not both rasters name their classes (metadata CLASS_0, CLASS_1, ...): equal values are"
                + " taken for equal classes.");
      }
      if (json) {
        out().println(Json.pretty(ClassJson.of(scores)));
      } else {
        ClassTable.lines(scores, "cells").forEach(out()::println);
      }
    }
    return 0;
  }
}

package org.gramscape.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import org.gramscape.cli.evaluate.AreaPage;
import org.gramscape.cli.evaluate.AreaTable;
import org.gramscape.cli.option.BackendOption;
import org.gramscape.cli.option.PageOption;
import org.gramscape.cli.option.VectorFile;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Rasters;
import org.gramscape.geoio.vector.VectorSource;
import org.gramscape.landcover.AreaAssessment;
import org.gramscape.landcover.AreaEstimates;
import org.gramscape.landcover.StratifiedSample;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Areas of classes that can be defended. */
@Command(
    name = "area",
    description = {
      "Estimates the area of each class with 95 %% intervals, and the map's accuracy, from a random"
          + " sample of places whose true class was looked up (Olofsson et al. 2014).",
      "The sample must be drawn within the classes of this very map: gramscape sample does it."
    },
    footer = {
      "",
      "Example:",
      "  gramscape evaluate area classes.tif --samples sample.gpkg --html areas.html"
    })
final class EvaluateAreaCommand extends Subcommand {
  private static final String CRS = "--sample-crs";

  @Parameters(paramLabel = "CLASSES", description = "The map, a class raster.")
  private String classes;

  @Option(
      names = "--samples",
      paramLabel = "FILE",
      required = true,
      description = "Points whose true class is known, in any CRS.")
  private String samples;

  @Option(
      names = "--field",
      paramLabel = "NAME",
      defaultValue = StratifiedSample.REFERENCE,
      description = "The attribute that tells the true class (default: ${DEFAULT-VALUE}).")
  private String field;

  @Option(
      names = "--sample-layer",
      paramLabel = "NAME",
      description = "The layer of the samples, if the file has several.")
  private String layer;

  @Option(
      names = CRS,
      paramLabel = "EPSG:CODE",
      description = "The CRS of the samples, if their file does not say it, or says another.")
  private Crs crs;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Mixin private PageOption page;
  @Mixin private BackendOption backend;

  @Override
  public Integer call() throws IOException {
    page.require(List.of(classes, samples));
    AreaAssessment assessment;
    try (RasterSource map = Rasters.open(classes, backend.get());
        VectorSource places = VectorFile.open(samples, layer, crs, CRS)) {
      assessment = AreaAssessment.of(map, places, field);
    }
    if (!assessment.unmapped().isEmpty()) {
      say(
          "The map has no class called %s; if it does by another name, correct the field \"%s\"."
              .formatted(String.join(", ", assessment.unmapped()), field));
    }
    page.write(() -> AreaPage.html(classes, assessment));
    if (json) {
      out().println(Json.pretty(toJson(assessment)));
    } else {
      AreaTable.lines(assessment).forEach(out()::println);
    }
    return 0;
  }

  private static ObjectNode toJson(AreaAssessment assessment) {
    AreaEstimates estimates = assessment.estimates();
    ObjectNode node = Json.object();
    node.put("samples", estimates.samples());
    node.put("unanswered", assessment.unanswered());
    node.put("outside", assessment.outside());
    node.put("squareMetres", estimates.squareMetres());
    put(node, "accuracy", estimates.accuracy());
    ArrayNode all = node.putArray("classes");
    for (AreaEstimates.ClassArea area : estimates.classes()) {
      ObjectNode entry = all.addObject().put("name", area.name());
      entry.put("mappedSquareMetres", area.mappedSquareMetres());
      put(entry, "squareMetres", area.squareMetres());
      put(entry, "userAccuracy", area.user());
      put(entry, "producerAccuracy", area.producer());
    }
    ArrayNode counts = node.putArray("counts");
    for (long[] row : estimates.counts()) {
      ArrayNode cells = counts.addArray();
      for (long count : row) {
        cells.add(count);
      }
    }
    ArrayNode shares = node.putArray("shares");
    for (double[] row : estimates.shares()) {
      ArrayNode cells = shares.addArray();
      for (double share : row) {
        cells.add(share);
      }
    }
    return node;
  }

  private static void put(ObjectNode node, String field, AreaEstimates.Estimate estimate) {
    ObjectNode entry = node.putObject(field);
    Json.putScore(entry, "value", estimate.value());
    Json.putScore(entry, "standardError", estimate.standardError());
  }
}

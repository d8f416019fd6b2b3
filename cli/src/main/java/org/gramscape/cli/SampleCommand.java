package org.gramscape.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.gramscape.cli.option.BackendOption;
import org.gramscape.cli.option.OutputOptions;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Rasters;
import org.gramscape.geoio.vector.VectorSink;
import org.gramscape.geoio.vector.Vectors;
import org.gramscape.landcover.StratifiedSample;
import org.gramscape.landcover.Stratum;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Places to look up. */
@Command(
    name = "sample",
    description = {
      "Draws random places within each class of a map, to look up what is really there; fill in"
          + " their field \"reference\", then gramscape evaluate area tells areas and accuracy.",
      "Places do not tell the map's class, so that whoever looks them up is not led by it."
    },
    footer = {"", "Example:", "  gramscape sample classes.tif sample.gpkg -n 500"})
final class SampleCommand extends Subcommand {
  @Parameters(paramLabel = "CLASSES", description = "The map, a class raster.")
  private String classes;

  @Parameters(
      paramLabel = "OUT.gpkg|.fgb|.geojson",
      description = "The points to write; other suffixes need GDAL.")
  private Path output;

  @Option(
      names = "-n",
      paramLabel = "N",
      required = true,
      description = "Places in all; some hundreds are usual.")
  private int count;

  @Option(
      names = "--least",
      paramLabel = "N",
      defaultValue = "50",
      description =
          "Places of each class at least, or an equal share if that is less; the rest goes by area"
              + " (default: ${DEFAULT-VALUE}; 2: all by area).")
  private int least;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Number of the draw (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--json", description = "Print a summary as JSON.")
  private boolean json;

  @Mixin private BackendOption backend;
  @Mixin private OutputOptions outputs;

  @Override
  public Integer call() throws IOException {
    outputs.require(output, List.of(classes));
    StratifiedSample sample;
    try (RasterSource map = Rasters.open(classes, backend.get())) {
      Georeference place = map.info().requireGeoreference();
      sample = StratifiedSample.draw(map, count, least, seed);
      try (VectorSink sink =
          Vectors.create(output, StratifiedSample.schema(place), outputs.overwrite())) {
        sample.write(place, sink);
        sink.commit();
      }
    }
    say(
        "Wrote %s: %s; fill in the field \"%s\""
            .formatted(
                output, Text.count(sample.places().size(), "place"), StratifiedSample.REFERENCE));
    if (json) {
      out().println(Json.pretty(toJson(sample)));
    } else {
      print(sample);
    }
    return 0;
  }

  private void print(StratifiedSample sample) {
    int wide = sample.strata().stream().mapToInt(s -> s.name().length()).max().orElse(0);
    double ground = sample.strata().stream().mapToDouble(Stratum::squareMetres).sum();
    String name = "%-" + Math.max(5, wide) + "s";
    out().printf(name + " %7s  %% of the map%n", "Class", "places");
    for (int c = 0; c < sample.sizes().length; c++) {
      Stratum stratum = sample.strata().get(c);
      out()
          .printf(
              Locale.ROOT,
              name + " %7d  %12.2f%n",
              stratum.name(),
              sample.sizes()[c],
              100 * stratum.squareMetres() / ground);
    }
  }

  private ObjectNode toJson(StratifiedSample sample) {
    ObjectNode node = Json.object().put("output", output.toString());
    node.put("places", sample.places().size());
    ArrayNode all = node.putArray("classes");
    for (int c = 0; c < sample.sizes().length; c++) {
      Stratum stratum = sample.strata().get(c);
      all.addObject()
          .put("value", stratum.value())
          .put("name", stratum.name())
          .put("places", sample.sizes()[c])
          .put("squareMetres", stratum.squareMetres());
    }
    return node;
  }
}

package org.gramscape.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.gramscape.canopy.MetreSource;
import org.gramscape.canopy.forest.ZonalHeights;
import org.gramscape.cli.option.BackendOption;
import org.gramscape.cli.option.HeightUnitOption;
import org.gramscape.cli.option.OutputOptions;
import org.gramscape.cli.option.VectorFile;
import org.gramscape.geoio.Crs;
import org.gramscape.geoio.InvalidVectorException;
import org.gramscape.geoio.Length;
import org.gramscape.geoio.raster.Rasters;
import org.gramscape.geoio.vector.VectorSink;
import org.gramscape.geoio.vector.VectorSource;
import org.gramscape.geoio.vector.Vectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Heights and cover by polygons. */
@Command(
    name = "zonal",
    description =
        "Gives each polygon the statistics of the heights in it: mean, deviation, greatest,"
            + " percentiles, and canopy cover, the share above a height.",
    footer = {
      "",
      "Example:",
      "  gramscape zonal heights.tif stands.gpkg stands_heights.gpkg --cover 2m,5m"
    })
final class ZonalCommand extends Subcommand {
  private static final String CRS = "--zone-crs";

  @Parameters(paramLabel = "HEIGHTS.tif", description = "The heights, in the first band.")
  private String heights;

  @Parameters(paramLabel = "ZONES", description = "The polygons, in any CRS.")
  private String zones;

  @Parameters(
      paramLabel = "OUT.gpkg|.fgb|.geojson",
      description = "The polygons to write; other suffixes need GDAL.")
  private Path output;

  @Option(
      names = "--layer",
      paramLabel = "NAME",
      description = "The layer of the polygons, if the file has several.")
  private String layer;

  @Option(
      names = CRS,
      paramLabel = "EPSG:CODE",
      description = "The CRS of the polygons, if their file does not say it, or says another.")
  private Crs crs;

  @Option(
      names = "--percentiles",
      paramLabel = "P",
      split = ",",
      defaultValue = "25,50,75,95",
      description = "Percentiles of heights (default: ${DEFAULT-VALUE}).")
  private List<Integer> percentiles;

  @Option(
      names = "--cover",
      paramLabel = "LENGTH",
      split = ",",
      defaultValue = "2m",
      description = "Heights above which plants count as cover (default: ${DEFAULT-VALUE}).")
  private List<Length> covers;

  @Mixin private HeightUnitOption unit;
  @Mixin private BackendOption backend;
  @Mixin private OutputOptions outputs;

  @Override
  public Integer call() throws IOException {
    outputs.require(output, List.of(heights, zones));
    ZonalHeights statistics = new ZonalHeights(percentiles, covers);
    long filled;
    try (MetreSource metres =
            MetreSource.of(
                Rasters.open(heights, backend.get()), unit.get(), w -> say("Warning: " + w));
        VectorSource polygons = VectorFile.open(zones, layer, crs, CRS);
        VectorSink sink =
            Vectors.create(output, statistics.schema(polygons), outputs.overwrite())) {
      KnownUnits.describe(List.of(metres.unit())).forEach(this::say);
      filled = statistics.write(metres, polygons, sink);
      if (filled == 0) {
        throw new InvalidVectorException(
            "%s: none of its polygons lies on known heights of %s; compare their places with gramscape info, and say the polygons' CRS with %s if it is another"
                .formatted(zones, heights, CRS));
      }
      sink.commit();
    }
    say("Wrote " + output + ": " + Text.count(filled, "polygon") + " with known heights");
    return 0;
  }
}

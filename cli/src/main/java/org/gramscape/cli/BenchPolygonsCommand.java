package org.gramscape.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.gramscape.cli.bench.PolygonsBench;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** How fast class rasters become polygons. */
@Command(
    name = "polygons",
    description =
        "Makes a class raster, turns it into polygons, and compares with gdal_polygonize.py where it"
            + " is installed; checks that the polygons have neither gaps nor overlaps.",
    footer = {"", "Example:", "  gramscape bench polygons --size 4000"})
final class BenchPolygonsCommand extends Subcommand {
  private static final int LEAST_SIZE = 16;
  private static final int MOST_SIZE = 46_000;

  @Option(
      names = "--size",
      paramLabel = "N",
      description = "Columns and rows of the raster (default: ${DEFAULT-VALUE}).")
  private int size = 10_000;

  @Option(
      names = "--folder",
      paramLabel = "FOLDER",
      description = "Where files are made and deleted (default: the folder for temporary files).")
  private Path folder = Path.of(System.getProperty("java.io.tmpdir"));

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (size < LEAST_SIZE || size > MOST_SIZE) {
      throw new ParameterException(
          spec.commandLine(),
          "--size %d: %d to %d are possible".formatted(size, LEAST_SIZE, MOST_SIZE));
    }
    new PolygonsBench(size, folder, out()).run();
    return 0;
  }
}

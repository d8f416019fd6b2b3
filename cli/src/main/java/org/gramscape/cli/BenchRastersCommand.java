package org.gramscape.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.gramscape.cli.bench.RasterBench;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.raster.Backend;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.Rasters;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The speed of reading, blending and writing. */
@Command(
    name = "rasters",
    description = {
      "Maps the brightness of a large RGB scene, read in tiles of 512 pixels with 128 overlap, to a"
          + " float COG: all that a map costs but the network.",
      "Beside it: gdal_translate writing the same map from an uncompressed copy."
    },
    footer = {"", "Example:", "  gramscape bench rasters --size 10000"})
final class BenchRastersCommand extends Subcommand {
  @Option(
      names = "--size",
      paramLabel = "PIXELS",
      defaultValue = "10000",
      description = "Side of the scene that is made (default: ${DEFAULT-VALUE}).")
  private int size;

  @Option(names = "--scene", paramLabel = "FILE", description = "Take this RGB scene instead.")
  private Path scene;

  @Option(
      names = "--folder",
      paramLabel = "FOLDER",
      description = "Where files are made and deleted (default: the folder for temporary files).")
  private Path folder = Path.of(System.getProperty("java.io.tmpdir"));

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (size < 1) {
      throw new ParameterException(spec.commandLine(), "--size is a number of pixels, at least 1");
    }
    if (scene != null) {
      requireScene();
    }
    Path scratch = Files.createTempDirectory(folder.toAbsolutePath(), "gramscape-bench");
    try {
      RasterBench bench = new RasterBench(scratch, out());
      bench.run(scene == null ? bench.makeScene(size) : scene);
      return 0;
    } finally {
      delete(scratch);
    }
  }

  /** Here and not in the processes that are timed, as it is this one that speaks to the person. */
  private void requireScene() throws IOException {
    try (RasterSource source = Rasters.open(scene.toString(), Backend.JVM)) {
      source.info().requireGeoreference();
      int bands = source.info().bands().size();
      if (bands < 3) {
        throw new InvalidRasterException(
            "%s has %s; an RGB scene is expected".formatted(scene, Text.count(bands, "band")));
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}

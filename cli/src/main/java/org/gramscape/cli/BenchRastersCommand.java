package org.gramscape.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.gramscape.cli.bench.RasterBench;
import org.gramscape.geoio.raster.Backend;
import org.gramscape.tiling.ByteSize;
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
      paramLabel = "DIR",
      description = "Where the files go that are made and deleted again (default: here).")
  private Path folder = Path.of("");

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (size < 1) {
      throw new ParameterException(spec.commandLine(), "--size is a number of pixels, at least 1");
    }
    Path scratch = Files.createTempDirectory(folder.toAbsolutePath(), ".bench-rasters");
    try {
      RasterBench bench = new RasterBench(scratch);
      if (scene == null) {
        say("Making a scene of " + size + " x " + size + " px ...");
      }
      Path measured = scene == null ? bench.makeScene(size) : scene;
      List<RasterBench.Run> runs = new ArrayList<>();
      for (Backend backend : RasterBench.backends()) {
        say("Mapping it, read by " + backend + " ...");
        runs.add(bench.ours(measured, backend));
      }
      say("Writing the map with gdal_translate ...");
      print(runs, bench.peer().orElse(null));
      return 0;
    } finally {
      delete(scratch);
    }
  }

  private void print(List<RasterBench.Run> runs, RasterBench.Run peer) {
    out().printf("%-28s %8s %10s %12s %8s%n", "", "seconds", "MB", "peak memory", "ratio");
    runs.forEach(run -> print(run, peer));
    if (peer == null) {
      out().println("gdal_translate is not installed, so there is nothing to compare with");
    } else {
      print(peer, peer);
    }
  }

  private void print(RasterBench.Run run, RasterBench.Run peer) {
    out()
        .printf(
            Locale.ROOT,
            "%-28s %8.1f %10.1f %12s %8s%n",
            run.name(),
            run.seconds(),
            run.outputBytes() / 1e6,
            run.peak() == 0 ? "-" : new ByteSize(run.peak()),
            peer == null
                ? "-"
                : String.format(Locale.ROOT, "%.2f", run.seconds() / peer.seconds()));
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}

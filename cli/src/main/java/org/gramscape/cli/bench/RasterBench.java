package org.gramscape.cli.bench;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gramscape.geoio.raster.Backend;
import org.gramscape.geoio.raster.gdal.GdalBackend;

/**
 * Measures how long a float map of a scene takes that costs nothing to compute, beside the time
 * that {@code gdal_translate} takes to write the same map from an uncompressed copy.
 *
 * <p>Every run is a process of its own, measured from its start to its end.
 */
public final class RasterBench {
  /** Java's heap in a run, in MiB: what {@code --max-memory 1536M} leaves for it. */
  private static final int HEAP = 768;

  /**
   * A run that was measured.
   *
   * @param peak resident memory in bytes; 0 where it is not known
   */
  public record Run(String name, double seconds, long outputBytes, long peak) {}

  private final Path folder;

  /**
   * @param folder for the files of the runs; the caller deletes it
   */
  public RasterBench(Path folder) {
    this.folder = folder;
  }

  /** Makes a square RGB scene of {@code side} pixels. */
  public Path makeScene(int side) throws IOException {
    Path scene = folder.resolve("scene.tif");
    BenchScene.write(scene, side, folder);
    return scene;
  }

  /** The backends that this machine has. */
  public static List<Backend> backends() {
    return GdalBackend.isAvailable() ? List.of(Backend.JVM, Backend.GDAL) : List.of(Backend.JVM);
  }

  /** Maps the scene with a backend. */
  public Run ours(Path scene, Backend backend) throws IOException, InterruptedException {
    Path output = folder.resolve("brightness.tif");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + HEAP + "m");
    command.add("-Djava.library.path=" + System.getProperty("java.library.path"));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(BrightnessRun.class.getName());
    command.addAll(List.of(scene.toString(), output.toString(), backend.name()));
    long start = System.nanoTime();
    ResidentMemory memory = ResidentMemory.parse(lastLine(command));
    return new Run(
        "gramscape, " + backend + " reads", seconds(start), Files.size(output), memory.peak());
  }

  /** Has GDAL write the map of the last run once more; nothing where GDAL's programs are not. */
  public Optional<Run> peer() throws IOException, InterruptedException {
    if (!isInstalled("gdal_translate")) {
      return Optional.empty();
    }
    String map = folder.resolve("brightness.tif").toString();
    String flat = folder.resolve("flat.tif").toString();
    Path output = folder.resolve("peer.tif");
    lastLine(List.of("gdal_translate", "-co", "BIGTIFF=IF_SAFER", "-co", "TILED=YES", map, flat));
    List<String> command =
        List.of(
            "gdal_translate",
            "-of",
            "COG",
            "-co",
            "COMPRESS=DEFLATE",
            "-co",
            "PREDICTOR=YES",
            "-co",
            "NUM_THREADS=" + Runtime.getRuntime().availableProcessors(),
            flat,
            output.toString());
    long start = System.nanoTime();
    lastLine(command);
    return Optional.of(
        new Run("gdal_translate, writes only", seconds(start), Files.size(output), 0));
  }

  private static boolean isInstalled(String program) {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
      if (Files.isExecutable(Path.of(folder, program))) {
        return true;
      }
    }
    return false;
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  /** Runs a program; what it said last. */
  private static String lastLine(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String last = "";
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        last = line;
      }
      if (process.waitFor() != 0) {
        throw new IOException(command.get(0) + " failed: " + last);
      }
      return last;
    } finally {
      process.destroy();
    }
  }
}

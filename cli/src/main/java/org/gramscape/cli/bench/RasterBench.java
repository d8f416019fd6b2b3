package org.gramscape.cli.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.gramscape.geoio.raster.Backend;
import org.gramscape.geoio.raster.gdal.GdalBackend;
import org.gramscape.tiling.ByteSize;

/**
 * Measures how long a float map of a scene takes that costs nothing to compute, beside the time
 * that {@code gdal_translate} takes to write the same map from an uncompressed copy.
 *
 * <p>Every run is a process of its own, measured from its start to its end.
 */
public final class RasterBench {
  private static final String PEER = "gdal_translate";

  /** Java's heap in a run, in MiB: what {@code --max-memory 1536M} leaves for it. */
  private static final int HEAP = 768;

  private final Path folder;
  private final PrintWriter out;

  /**
   * @param folder for the files of the runs; the caller deletes it
   * @param out takes the table
   */
  public RasterBench(Path folder, PrintWriter out) {
    this.folder = folder;
    this.out = out;
  }

  /** Makes a square RGB scene of {@code side} pixels. */
  public Path makeScene(int side) throws IOException {
    Path scene = folder.resolve("scene.tif");
    BenchScene.write(scene, side, folder);
    return scene;
  }

  /**
   * Maps the scene with each backend that there is, and has GDAL write the map once more.
   *
   * <p>Every row is printed as it is measured: a run on a large scene that is cut off has told what
   * it knew.
   */
  public void run(Path scene) throws IOException, InterruptedException {
    Path map = folder.resolve("brightness.tif");
    List<Backend> backends =
        GdalBackend.isAvailable() ? List.of(Backend.JVM, Backend.GDAL) : List.of(Backend.JVM);
    out.printf("%-28s %8s %8s %12s%n", "", "seconds", "MB", "peak memory");
    List<ChildRun> runs = new ArrayList<>();
    for (Backend backend : backends) {
      ChildRun run = ours(scene, map, backend);
      print("gramscape, read by " + backend, run, map);
      runs.add(run);
    }
    if (!ChildRun.isInstalled(PEER)) {
      out.println(PEER + " is not installed, so there is nothing to compare with");
      return;
    }
    Path written = folder.resolve("peer.tif");
    ChildRun peer = peer(map, written);
    print(PEER + " (writing)", peer, written);
    for (int i = 0; i < runs.size(); i++) {
      out.printf(
          Locale.ROOT,
          "read by %s: %.2f of the time of %s%n",
          backends.get(i),
          runs.get(i).seconds() / peer.seconds(),
          PEER);
    }
  }

  private static ChildRun ours(Path scene, Path map, Backend backend)
      throws IOException, InterruptedException {
    return ChildRun.of(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx" + HEAP + "m",
            "-XX:+UseParallelGC", // this and the next as the launcher has them for maps
            "-XX:MaxNewSize=192m",
            "-Djava.library.path=" + System.getProperty("java.library.path"),
            "-cp",
            System.getProperty("java.class.path"),
            BrightnessRun.class.getName(),
            scene.toString(),
            map.toString(),
            backend.name()));
  }

  private ChildRun peer(Path map, Path written) throws IOException, InterruptedException {
    Path flat = folder.resolve("flat.tif");
    ChildRun.of(command("-co BIGTIFF=IF_SAFER -co TILED=YES", map, flat));
    int cores = Runtime.getRuntime().availableProcessors();
    String options =
        "-of COG -co COMPRESS=DEFLATE -co PREDICTOR=YES -co BIGTIFF=IF_SAFER -co NUM_THREADS="
            + cores;
    return ChildRun.of(command(options, flat, written));
  }

  private static List<String> command(String options, Path from, Path to) {
    List<String> command = new ArrayList<>();
    command.add(PEER);
    command.addAll(List.of(options.split(" ")));
    command.addAll(List.of(from.toString(), to.toString()));
    return command;
  }

  private void print(String name, ChildRun run, Path written) throws IOException {
    out.printf(
        Locale.ROOT,
        "%-28s %8.1f %8.1f %12s%n",
        name,
        run.seconds(),
        Files.size(written) / 1e6,
        run.peakBytes().isPresent() ? new ByteSize(run.peakBytes().getAsLong()) : "-");
    out.flush();
  }
}

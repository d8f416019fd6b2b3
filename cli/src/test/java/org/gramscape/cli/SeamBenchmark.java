package org.gramscape.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.gramscape.geoio.GeoTransform;
import org.gramscape.geoio.Georeference;
import org.gramscape.geoio.raster.Backend;
import org.gramscape.geoio.raster.BandInfo;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.RasterSink;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.geoio.raster.RasterSpec;
import org.gramscape.geoio.raster.Rasters;
import org.gramscape.geoio.raster.Window;
import org.gramscape.samples.SampleScene;

/**
 * What the grid of tiles leaves in a map of heights: how seamless the map is, and how heights
 * change when the grid moves; not a test.
 *
 * <p>Arguments: the scene's side in pixels, and options of {@code canopy-height}; without any a
 * head is fitted to another scene.
 */
final class SeamBenchmark {
  private static final int TILE = 512;
  private static final int OVERLAP = 128;

  /** Whole patches, so that the network's own grid stays on its ground. */
  private static final int MOVED = 48;

  /** The made-up scenes' own, so that patches of the network are whole pixels of the scene. */
  private static final String METRES = "0.6";

  private static final int ROWS = 64;

  private SeamBenchmark() {}

  /**
   * What was found.
   *
   * @param seamScore steps across borders of tiles over those elsewhere
   * @param medianChange of a pixel's height, in metres
   * @param greatChange that 95 of 100 pixels don't reach, in metres
   */
  record Found(double seamScore, double medianChange, double greatChange) {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createTempDirectory("seams");
    Object[] options = Arrays.copyOfRange(arguments, 1, arguments.length, Object[].class);
    Found found = measure(Integer.parseInt(arguments[0]), folder, options);
    System.out.printf(
        Locale.ROOT,
        "seam score %.3f; moved by %d px: median change %.4f m, 95th percentile %.4f m%n",
        found.seamScore(),
        MOVED,
        found.medianChange(),
        found.greatChange());
  }

  /** Maps a made-up scene, and the same without its first rows and columns. */
  static Found measure(int side, Path folder, Object... options) throws IOException {
    Path scene = SampleScene.generate(7, side, side, folder.resolve("scene"), false).scene();
    Object[] how = options;
    if (options.length == 0) {
      SampleScene other = SampleScene.generate(8, 768, 768, folder.resolve("other"), false);
      Path head = folder.resolve("heights.head");
      String pair = other.scene() + "=" + other.heights();
      run("fit", "height", "--pair", pair, head, "--gsd", METRES);
      how = new Object[] {"--head", head};
    }
    Path whole = folder.resolve("whole.tif");
    Path moved = folder.resolve("moved.tif");
    String summary = map(scene, whole, how);
    map(withoutEdge(scene, folder.resolve("cut.tif")), moved, how);
    double[] changes = changes(whole, moved);
    Arrays.sort(changes);
    return new Found(
        new ObjectMapper().readTree(summary).path("seamScore").asDouble(),
        changes[changes.length / 2],
        changes[(int) (0.95 * changes.length)]);
  }

  private static String map(Path scene, Path map, Object... options) {
    List<Object> words = new ArrayList<>(List.of("canopy-height", scene, map, "--json"));
    words.addAll(List.of("--tile", TILE, "--overlap", OVERLAP));
    words.addAll(List.of(options));
    return run(words.toArray());
  }

  private static String run(Object... words) {
    CommandRun run = CommandRun.of(words);
    if (run.exitCode() != 0) {
      throw new IllegalStateException(run.err());
    }
    return run.out();
  }

  private static Path withoutEdge(Path scene, Path cut) throws IOException {
    try (RasterSource source = Rasters.open(scene.toString(), Backend.JVM)) {
      RasterInfo info = source.info();
      Georeference place = info.requireGeoreference();
      GeoTransform transform = place.transform().shifted(MOVED, MOVED);
      int width = info.width() - MOVED;
      int height = info.height() - MOVED;
      RasterSpec spec =
          new RasterSpec(
              width,
              height,
              info.sampleType(),
              info.bands().stream().map(BandInfo::description).toList(),
              new Georeference(place.crs(), transform, place.interpretation()),
              OptionalDouble.empty(),
              RasterSpec.Overviews.NONE,
              Optional.empty(),
              Map.of(),
              Map.of());
      try (RasterSink sink = Rasters.create(cut, spec, false)) {
        for (int row = 0; row < height; row += ROWS) {
          int rows = Math.min(ROWS, height - row);
          PixelBlock from = source.read(new Window(MOVED, row + MOVED, width, rows), 0, 1, 2);
          sink.write(
              new PixelBlock(new Window(0, row, width, rows), 3, from.samples(), from.valid()));
        }
        sink.commit();
      }
    }
    return cut;
  }

  private static double[] changes(Path whole, Path moved) throws IOException {
    try (RasterSource one = Rasters.open(whole.toString(), Backend.JVM);
        RasterSource other = Rasters.open(moved.toString(), Backend.JVM)) {
      int width = other.info().width();
      int height = other.info().height();
      double[] changes = new double[width * height];
      for (int row = 0; row < height; row += ROWS) {
        int rows = Math.min(ROWS, height - row);
        double[] a = one.read(new Window(MOVED, row + MOVED, width, rows), 0).samples();
        double[] b = other.read(new Window(0, row, width, rows), 0).samples();
        for (int i = 0; i < width * rows; i++) {
          changes[row * width + i] = Math.abs(a[i] - b[i]);
        }
      }
      return changes;
    }
  }
}

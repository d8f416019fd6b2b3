package org.gramscape.cli;

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
import java.util.Set;
import java.util.TreeSet;
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
import org.gramscape.tiling.TileAxis;

/**
 * What the grid of tiles leaves in a map of heights: how seamless the map is, and how heights
 * change when the grid moves; not a test.
 *
 * <p>Arguments: the scene's side and by how much the grid moves, in pixels, and options of {@code
 * canopy-height}; without any a head is fitted to another scene. Moved by whole patches the
 * network's own grid stays in place, by two of them that of the image at half the size too.
 */
final class SeamBenchmark {
  private static final int TILE = 512;
  private static final int OVERLAP = 128;

  /** The made-up scenes' own, so that patches of the network are whole pixels of the scene. */
  private static final String METRES = "0.6";

  private static final int ROWS = 64;

  private SeamBenchmark() {}

  /**
   * What was found.
   *
   * @param seamScore steps across borders of tiles over those in the other map at the same places,
   *     where no tile has its border: what the scene itself does there is in both
   * @param medianChange of a pixel's height, in metres
   * @param greatChange that 95 of 100 pixels don't reach, in metres
   */
  record Found(double seamScore, double medianChange, double greatChange) {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createTempDirectory("seams");
    Object[] options = Arrays.copyOfRange(arguments, 2, arguments.length, Object[].class);
    int moved = Integer.parseInt(arguments[1]);
    Found found = measure(Integer.parseInt(arguments[0]), moved, folder, options);
    System.out.printf(
        Locale.ROOT,
        "seam score %.3f; moved by %d px: median change %.4f m, 95th percentile %.4f m%n",
        found.seamScore(),
        moved,
        found.medianChange(),
        found.greatChange());
  }

  /** Maps a made-up scene, and the same without its first rows and columns. */
  static Found measure(int side, int moved, Path folder, Object... options) throws IOException {
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
    Path movedMap = folder.resolve("moved.tif");
    map(scene, whole, how);
    map(withoutEdge(scene, moved, folder.resolve("cut.tif")), movedMap, how);
    double[][] one = heights(whole, moved);
    double[][] other = heights(movedMap, 0);
    int[] borders = borders(side, moved);
    double[] changes = changes(one, other);
    Arrays.sort(changes);
    return new Found(
        steps(one, borders) / steps(other, borders),
        changes[changes.length / 2],
        changes[(int) (0.95 * changes.length)]);
  }

  private static void map(Path scene, Path map, Object... options) {
    List<Object> words = new ArrayList<>(List.of("canopy-height", scene, map));
    words.addAll(List.of("--tile", TILE, "--overlap", OVERLAP));
    words.addAll(List.of(options));
    run(words.toArray());
  }

  private static void run(Object... words) {
    CommandRun run = CommandRun.of(words);
    if (run.exitCode() != 0) {
      throw new IllegalStateException(run.err());
    }
  }

  private static Path withoutEdge(Path scene, int moved, Path cut) throws IOException {
    try (RasterSource source = Rasters.open(scene.toString(), Backend.JVM)) {
      RasterInfo info = source.info();
      Georeference place = info.requireGeoreference();
      GeoTransform transform = place.transform().shifted(moved, moved);
      int width = info.width() - moved;
      int height = info.height() - moved;
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
          PixelBlock from = source.read(new Window(moved, row + moved, width, rows), 0, 1, 2);
          sink.write(
              new PixelBlock(new Window(0, row, width, rows), 3, from.samples(), from.valid()));
        }
        sink.commit();
      }
    }
    return cut;
  }

  /** Without the first rows and columns, {@code [height][width]}. */
  private static double[][] heights(Path map, int without) throws IOException {
    try (RasterSource source = Rasters.open(map.toString(), Backend.JVM)) {
      int width = source.info().width() - without;
      double[][] heights = new double[source.info().height() - without][];
      for (int row = 0; row < heights.length; row++) {
        heights[row] = source.read(new Window(without, row + without, width, 1), 0).samples();
      }
      return heights;
    }
  }

  /** Where a tile of the whole scene starts or ends, and none of the cut one. */
  private static int[] borders(int side, int moved) {
    Set<Integer> borders = bordersOf(side, moved);
    borders.removeAll(bordersOf(side - moved, 0));
    return borders.stream().filter(x -> x > 0 && x < side - moved).mapToInt(x -> x).toArray();
  }

  private static Set<Integer> bordersOf(int side, int without) {
    TileAxis axis = new TileAxis(side, TILE, OVERLAP);
    Set<Integer> borders = new TreeSet<>();
    for (int i = 0; i < axis.count(); i++) {
      borders.add(axis.start(i) - without);
      borders.add(axis.start(i) + TILE - without);
    }
    return borders;
  }

  /** The sum of the differences between the pixels on both sides of borders down and across. */
  private static double steps(double[][] heights, int[] borders) {
    double sum = 0;
    for (int x : borders) {
      for (int i = 0; i < heights.length; i++) {
        sum += Math.abs(heights[i][x] - heights[i][x - 1]);
        sum += Math.abs(heights[x][i] - heights[x - 1][i]);
      }
    }
    return sum;
  }

  private static double[] changes(double[][] one, double[][] other) {
    int side = one.length;
    double[] changes = new double[side * side];
    for (int i = 0; i < changes.length; i++) {
      changes[i] = Math.abs(one[i / side][i % side] - other[i / side][i % side]);
    }
    return changes;
  }
}

package org.gramscape.landcover;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.gramscape.features.TileFeatures;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.raster.Window;
import org.gramscape.model.FeatureMap;
import org.gramscape.tiling.ProgressListener;
import org.gramscape.tiling.SceneTile;
import org.gramscape.tiling.TileGrid;
import org.gramscape.tiling.TileReader;

/**
 * Walks over the patches of a scene's tiles. A patch that several tiles see is taken from the one
 * whose middle is nearest; one whose middle has no data is left out.
 *
 * @param threads how many tiles are computed at once; what is visited does not depend on it
 */
record ScenePatches(TileReader reader, TileFeatures features, int threads) {

  /** Sees one patch after the other, on one thread, in the same order each time. */
  @FunctionalInterface
  interface Visitor {

    /**
     * @param column of the patch's middle in the scene's pixels
     * @param row of the patch's middle in the scene's pixels
     * @param map of the tile
     * @param offset where the patch's features begin in the map's values
     */
    void visit(double column, double row, FeatureMap map, int offset);
  }

  /**
   * Walks.
   *
   * @param most how many tiles are walked over; of more, some that lie evenly over the scene
   * @throws InvalidRasterException if no pixel of them is valid
   * @throws InterruptedException if the thread was interrupted
   */
  void walk(int most, ProgressListener progress, Visitor visitor)
      throws IOException, InterruptedException {
    int count = reader.plan().grid().count();
    int walked = Math.min(most, count);
    int skipped = 0;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      for (int first = 0; first < walked; first += threads) {
        List<Callable<SeenTile>> tiles = new ArrayList<>();
        int end = Math.min(walked, first + threads);
        for (int i = first; i < end; i++) {
          Optional<SceneTile> tile = reader.read((int) ((long) i * count / walked));
          tile.ifPresent(read -> tiles.add(() -> new SeenTile(read, features.of(read.tile()))));
          skipped += tile.isEmpty() ? 1 : 0;
        }
        for (Future<SeenTile> seen : pool.invokeAll(tiles)) {
          visit(result(seen), visitor);
        }
        progress.progress(new ProgressListener.Progress(end, skipped, walked, 0, 0));
      }
    } finally {
      pool.shutdownNow();
    }
    if (skipped == walked) {
      throw reader.noValidPixel();
    }
  }

  private record SeenTile(SceneTile tile, FeatureMap map) {}

  private static SeenTile result(Future<SeenTile> seen) throws IOException, InterruptedException {
    try {
      return seen.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private void visit(SeenTile seen, Visitor visitor) {
    TileGrid grid = reader.plan().grid();
    int index = seen.tile().tile().index();
    Window window = grid.window(index);
    Window covered = grid.covered(index);
    FeatureMap map = seen.map();
    for (int y = 0; y < map.height(); y++) {
      double row = window.row() + (y + 0.5) * window.height() / map.height();
      for (int x = 0; x < map.width(); x++) {
        double column = window.column() + (x + 0.5) * window.width() / map.width();
        if (isValid(seen.tile(), covered, column, row) && grid.nearest(column, row) == index) {
          visitor.visit(column, row, map, (y * map.width() + x) * map.channels());
        }
      }
    }
  }

  /** Whether a place in a tile's window lies on the scene, and on valid ground of it. */
  static boolean isValid(SceneTile tile, Window covered, double column, double row) {
    int x = (int) column - covered.column();
    int y = (int) row - covered.row();
    return x < covered.width() && y < covered.height() && tile.valid()[y * covered.width() + x];
  }
}

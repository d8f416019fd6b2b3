package org.gramscape.canopy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gramscape.geoio.raster.RasterSource;
import org.gramscape.model.FeatureExtractor;
import org.gramscape.model.FeatureMap;
import org.gramscape.model.Layers;
import org.gramscape.tiling.SceneTile;
import org.gramscape.tiling.Tile;
import org.gramscape.tiling.TileReader;

/**
 * Collects, for {@link RidgeFit}, the patches of images whose height is known.
 *
 * <p>Held-out errors shall be those on other ground, so patches of one image stay in one fold; if
 * there are fewer images than folds, patches of one block of {@value #BLOCK} by {@value #BLOCK} do.
 */
final class HeightSamples {
  static final int FOLDS = 5;
  private static final int BLOCK = 8;

  private final FeatureExtractor model;
  private final Layers layers;
  private final int cells;
  private final boolean foldByImage;
  private final List<NormalEquations> folds = new ArrayList<>();
  private int images;

  HeightSamples(FeatureExtractor model, Layers layers, int cells, int totalImages) {
    this.model = model;
    this.layers = layers;
    this.cells = cells;
    this.foldByImage = totalImages >= FOLDS;
    for (int f = 0; f < FOLDS; f++) {
      folds.add(new NormalEquations(model.channels(layers), cells * cells));
    }
  }

  List<NormalEquations> folds() {
    return folds;
  }

  /** The number of patches so far. */
  long count() {
    return folds.stream().mapToLong(NormalEquations::count).sum();
  }

  /**
   * Adds the patches of an image.
   *
   * @param chm heights in metres on the image's grid
   */
  void add(TileReader image, RasterSource chm, Runnable tileDone) throws IOException {
    for (int index = 0; index < image.plan().grid().count(); index++) {
      Optional<SceneTile> tile = image.read(index);
      if (tile.isPresent()) {
        add(tile.get(), image, chm);
      }
      tileDone.run();
    }
    images++;
  }

  private void add(SceneTile sceneTile, TileReader image, RasterSource chm) throws IOException {
    Tile tile = sceneTile.tile();
    int patch = model.info().patchSize();
    int rows = tile.height() / patch;
    int columns = tile.width() / patch;
    HeightTargets targets =
        HeightTargets.read(
            chm, image.plan().grid(), tile.index(), sceneTile.valid(), rows, columns, cells);
    float[] target = new float[cells * cells];
    FeatureMap map = null;
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        if (targets.of(row, column, target)) {
          if (map == null) {
            map = model.extract(tile.samples(), tile.height(), tile.width(), layers);
          }
          int fold = foldByImage ? images : tile.index() + row / BLOCK * 2 + column / BLOCK;
          int offset = (row * columns + column) * map.channels();
          folds.get(fold % FOLDS).add(map.values(), offset, target);
        }
      }
    }
  }
}

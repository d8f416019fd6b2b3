package org.gramscape.canopy;

import java.io.IOException;
import org.gramscape.geoio.raster.PixelBlock;
import org.gramscape.tiling.Prediction;
import org.gramscape.tiling.Tile;
import org.gramscape.tiling.TilePredictor;

/**
 * What is needed to tell the spread of all that is predicted of a pixel: of one tile or several, of
 * a tile as it is or turned. Channels are the height, the square of its spread, and the square of
 * the height; averaged over predictions they give the spread of their mixture, by the law of total
 * variance: the mean of the variances, and the variance of the means.
 *
 * @param heights gives heights and spreads in metres
 * @param turned whether each tile is predicted in all eight ways that it can be turned and mirrored
 */
record MixturePredictor(TilePredictor heights, boolean turned) implements TilePredictor {
  static final int CHANNELS = 3;

  /** What rounding leaves of the squares of equal heights is no variance. */
  private static final double ROUNDING = 2e-6;

  @Override
  public int channels() {
    return CHANNELS;
  }

  @Override
  public int sideMultiple() {
    return heights.sideMultiple();
  }

  @Override
  public long workingMemory(int width, int height) {
    long turning = turned ? (3L + CHANNELS) * Float.BYTES * width * height : 0;
    return Math.max(heights.workingMemory(width, height), heights.workingMemory(height, width))
        + turning
        + (long) CHANNELS * Float.BYTES * width * height;
  }

  @Override
  public Prediction predict(Tile tile) throws IOException {
    int size = tile.width() * tile.height();
    int ways = turned ? Symmetry.COUNT : 1;
    float[] moments = new float[CHANNELS * size];
    for (int way = 0; way < ways; way++) {
      Symmetry symmetry = new Symmetry(way);
      int[] origins = symmetry.origins(tile.width(), tile.height());
      Prediction prediction = heights.predict(way == 0 ? tile : symmetry.of(tile, origins));
      for (int i = 0; i < size; i++) {
        float height = prediction.values()[i];
        float spread = prediction.values()[size + i];
        moments[origins[i]] += height / ways;
        moments[size + origins[i]] += spread * spread / ways;
        moments[2 * size + origins[i]] += height * height / ways;
      }
    }
    return new Prediction(CHANNELS, tile.width(), tile.height(), moments);
  }

  /** Heights and spreads of rows of averaged channels. */
  static PixelBlock spread(PixelBlock rows) {
    int size = rows.window().size();
    PixelBlock heights = PixelBlock.zeros(rows.window(), 2);
    for (int i = 0; i < size; i++) {
      double height = rows.samples()[i];
      double between = rows.samples()[2 * size + i] - height * height;
      double least = ROUNDING * rows.samples()[2 * size + i];
      heights.samples()[i] = height;
      heights.samples()[size + i] =
          Math.sqrt(rows.samples()[size + i] + (between > least ? between : 0));
      heights.valid()[i] = rows.valid()[i];
      heights.valid()[size + i] = rows.valid()[i];
    }
    return heights;
  }
}

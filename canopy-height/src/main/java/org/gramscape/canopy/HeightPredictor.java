package org.gramscape.canopy;

import org.gramscape.model.FeatureExtractor;
import org.gramscape.model.FeatureMap;
import org.gramscape.tiling.Prediction;
import org.gramscape.tiling.Resampling;
import org.gramscape.tiling.Tile;
import org.gramscape.tiling.TilePredictor;

/**
 * Heights of a tile, channel 0, and their spread, channel 1, both in metres and at least 0.
 *
 * <p>Each patch gives its cells; pixels lie on straight lines between the centres of cells.
 */
final class HeightPredictor implements TilePredictor {
  private static final int CHANNELS = 2;

  private final FeatureExtractor model;
  private final HeightHead head;

  HeightPredictor(FeatureExtractor model, HeightHead head) {
    this.model = model;
    this.head = head;
  }

  @Override
  public int channels() {
    return CHANNELS;
  }

  @Override
  public int sideMultiple() {
    return model.info().patchSize();
  }

  @Override
  public long workingMemory(int width, int height) {
    return model.workingMemory(height, width) + 4L * CHANNELS * Float.BYTES * width * height;
  }

  @Override
  public Prediction predict(Tile tile) {
    FeatureMap map =
        model.extract(tile.samples(), tile.height(), tile.width(), head.backbone().layers());
    int cells = head.cells();
    int columns = map.width() * cells;
    int rows = map.height() * cells;
    float[] grid = new float[CHANNELS * rows * columns];
    float[] heights = new float[cells * cells];
    float[] spreads = new float[cells * cells];
    for (int patch = 0; patch < map.width() * map.height(); patch++) {
      head.ridge().predict(map.values(), patch * map.channels(), heights, spreads);
      int firstRow = patch / map.width() * cells;
      int firstColumn = patch % map.width() * cells;
      for (int cell = 0; cell < heights.length; cell++) {
        int place = (firstRow + cell / cells) * columns + firstColumn + cell % cells;
        grid[place] = Math.max(0, heights[cell]);
        grid[rows * columns + place] = spreads[cell];
      }
    }
    float[] pixels =
        Resampling.between(columns, rows, tile.width(), tile.height()).apply(grid, CHANNELS);
    return new Prediction(CHANNELS, tile.width(), tile.height(), pixels);
  }
}

package org.gramscape.canopy;

import org.gramscape.model.FeatureExtractor;
import org.gramscape.tiling.Prediction;
import org.gramscape.tiling.Resampling;
import org.gramscape.tiling.Tile;
import org.gramscape.tiling.TilePredictor;

/**
 * Heights of a tile, channel 0, and their spread, channel 1, both in metres and at least 0.
 *
 * <p>Each cell gives one of both; pixels lie on straight lines between the middles of cells.
 */
final class HeightPredictor implements TilePredictor {
  private static final int CHANNELS = 2;

  private final HeightFeatures features;
  private final HeightHead head;

  HeightPredictor(FeatureExtractor model, HeightHead head) {
    this.features = new HeightFeatures(model, head.backbone().layers(), head.cellsAcrossPatch());
    this.head = head;
  }

  @Override
  public int channels() {
    return CHANNELS;
  }

  @Override
  public int sideMultiple() {
    return HeightFeatures.sideMultiple(features.model().info());
  }

  @Override
  public long workingMemory(int width, int height) {
    int patch = features.model().info().patchSize();
    long patches = (long) (width / patch) * (height / patch);
    long columns = width / features.cell();
    long rows = height / features.cell();
    return features.workingMemory(width, height)
        + head.regression().workingMemory(patches, rows, columns)
        + 4L * CHANNELS * Float.BYTES * width * height;
  }

  @Override
  public Prediction predict(Tile tile) {
    CellFeatures cells = features.of(tile);
    float[] pixels =
        Resampling.between(cells.columns(), cells.rows(), tile.width(), tile.height())
            .apply(head.regression().predict(cells), CHANNELS);
    return new Prediction(CHANNELS, tile.width(), tile.height(), pixels);
  }
}

package org.gramscape.landcover;

import java.io.IOException;
import org.gramscape.features.TileFeatures;
import org.gramscape.model.FeatureMap;
import org.gramscape.tiling.Prediction;
import org.gramscape.tiling.Resampling;
import org.gramscape.tiling.Tile;
import org.gramscape.tiling.TilePredictor;

/**
 * The classes' shares in each pixel of a tile, a channel a class.
 *
 * <p>Each patch, or cell within it, gives its shares; {@link Detail} says what pixels make of them.
 */
final class ClassPredictor implements TilePredictor {
  private final TileFeatures features;
  private final ClassHead head;
  private final Detail detail;

  ClassPredictor(TileFeatures features, ClassHead head, Detail detail) {
    this.features = features;
    this.head = head;
    this.detail = detail;
  }

  @Override
  public int channels() {
    return head.classes().size();
  }

  @Override
  public int sideMultiple() {
    return features.info().patchSize();
  }

  @Override
  public long workingMemory(int width, int height) {
    return features.workingMemory(height, width) + 4L * channels() * Float.BYTES * width * height;
  }

  @Override
  public Prediction predict(Tile tile) throws IOException {
    FeatureMap map = features.of(tile);
    int patches = map.width() * map.height();
    float[] grid = new float[channels() * patches];
    float[] shares = new float[channels()];
    for (int patch = 0; patch < patches; patch++) {
      float[] x = head.standardisation().apply(map.values(), patch * map.channels());
      head.classifier().classify(x, shares);
      for (int c = 0; c < shares.length; c++) {
        grid[c * patches + patch] = shares[c];
      }
    }
    float[] pixels =
        switch (detail) {
          case GUIDED ->
              new GuidedUpsampling(tile, map.width(), map.height()).apply(grid, channels());
          case BILINEAR ->
              Resampling.between(map.width(), map.height(), tile.width(), tile.height())
                  .apply(grid, channels());
        };
    return new Prediction(channels(), tile.width(), tile.height(), pixels);
  }
}

package org.gramscape.landcover;

import java.io.IOException;
import java.util.Arrays;
import org.gramscape.features.TileFeatures;
import org.gramscape.model.FeatureMap;
import org.gramscape.tiling.Prediction;
import org.gramscape.tiling.Resampling;
import org.gramscape.tiling.Tile;
import org.gramscape.tiling.TilePredictor;

/**
 * How like some feature vectors each pixel of a tile is. Each patch has a similarity; pixels lie on
 * straight lines between the centres of patches.
 *
 * @param wanted {@code [places][channels]}, of length 1 each
 */
record SimilarityPredictor(TileFeatures features, float[][] wanted, Similarity.Pooling pooling)
    implements TilePredictor {

  @Override
  public int channels() {
    return 1;
  }

  @Override
  public int sideMultiple() {
    return features.info().patchSize();
  }

  @Override
  public long workingMemory(int width, int height) {
    return features.workingMemory(height, width) + 4L * Float.BYTES * width * height;
  }

  @Override
  public Prediction predict(Tile tile) throws IOException {
    FeatureMap map = features.of(tile);
    float[] similarities = new float[map.width() * map.height()];
    for (int patch = 0; patch < similarities.length; patch++) {
      int offset = patch * map.channels();
      float[] unit =
          UnitVectors.of(Arrays.copyOfRange(map.values(), offset, offset + map.channels()));
      similarities[patch] = (float) similarity(unit);
    }
    float[] pixels =
        Resampling.between(map.width(), map.height(), tile.width(), tile.height())
            .apply(similarities, 1);
    return new Prediction(1, tile.width(), tile.height(), pixels);
  }

  private double similarity(float[] unit) {
    double[] cosines = new double[wanted.length];
    for (int i = 0; i < cosines.length; i++) {
      cosines[i] = UnitVectors.dot(unit, wanted[i]);
    }
    double pooled =
        pooling == Similarity.Pooling.MAX
            ? Arrays.stream(cosines).max().orElseThrow()
            : Arrays.stream(cosines).average().orElseThrow();
    return Math.max(-1, Math.min(1, pooled));
  }
}

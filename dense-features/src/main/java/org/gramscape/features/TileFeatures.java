package org.gramscape.features;

import java.io.IOException;
import java.util.List;
import org.gramscape.model.FeatureMap;
import org.gramscape.model.Layers;
import org.gramscape.model.OpenModel;
import org.gramscape.tiling.Tile;

/**
 * What a backbone sees in the tiles of a scene, whether it is computed or read from where it is
 * kept. Several threads may ask at once.
 */
public interface TileFeatures extends OpenModel {

  /** Whose tokens the features are, from 0. */
  Layers layers();

  /** Length of a feature vector. */
  int channels();

  /** Lengths of a feature vector's parts, each of which is to count as much as another. */
  default List<Integer> parts() {
    return List.of(channels());
  }

  /** Whether they are read: then no network is in memory. */
  boolean isStored();

  /**
   * The features of a tile, a vector a patch, or a cell within patches.
   *
   * @throws IOException if they cannot be read
   */
  FeatureMap of(Tile tile) throws IOException;
}

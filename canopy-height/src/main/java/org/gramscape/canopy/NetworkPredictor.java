package org.gramscape.canopy;

import org.gramscape.model.HeightNetwork;
import org.gramscape.tiling.Prediction;
import org.gramscape.tiling.Tile;
import org.gramscape.tiling.TilePredictor;

/** Heights of a tile, channel 0, and their spread, channel 1, by a network that says both. */
final class NetworkPredictor implements TilePredictor {
  private static final int CHANNELS = 2;

  private final HeightNetwork network;

  NetworkPredictor(HeightNetwork network) {
    this.network = network;
  }

  @Override
  public int channels() {
    return CHANNELS;
  }

  @Override
  public int sideMultiple() {
    return HeightNetwork.SIDE_MULTIPLE;
  }

  @Override
  public long workingMemory(int width, int height) {
    return network.workingMemory(height, width) + 2L * CHANNELS * Float.BYTES * width * height;
  }

  @Override
  public Prediction predict(Tile tile) {
    float[] heights = network.predict(tile.samples(), tile.height(), tile.width());
    return new Prediction(CHANNELS, tile.width(), tile.height(), heights);
  }
}

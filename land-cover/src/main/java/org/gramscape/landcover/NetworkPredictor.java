package org.gramscape.landcover;

import org.gramscape.model.ClassNetwork;
import org.gramscape.tiling.Prediction;
import org.gramscape.tiling.Tile;
import org.gramscape.tiling.TilePredictor;

/** The classes' shares in each pixel of a tile, a channel a class, by a network that says them. */
final class NetworkPredictor implements TilePredictor {
  private final ClassNetwork network;

  NetworkPredictor(ClassNetwork network) {
    this.network = network;
  }

  @Override
  public int channels() {
    return network.head().classes().size();
  }

  @Override
  public int sideMultiple() {
    return network.sideMultiple();
  }

  @Override
  public long workingMemory(int width, int height) {
    return network.workingMemory(height, width) + 2L * channels() * Float.BYTES * width * height;
  }

  @Override
  public Prediction predict(Tile tile) {
    float[] shares = network.predict(tile.samples(), tile.height(), tile.width());
    return new Prediction(channels(), tile.width(), tile.height(), shares);
  }
}

package org.gramscape.features;

import org.gramscape.model.ComputeDevice;
import org.gramscape.model.FeatureExtractor;
import org.gramscape.model.FeatureMap;
import org.gramscape.model.Layers;
import org.gramscape.model.ModelInfo;
import org.gramscape.model.Precision;
import org.gramscape.tiling.Tile;

/**
 * Features that a backbone computes when they are asked for.
 *
 * @param model is closed with this
 */
public record ComputedFeatures(FeatureExtractor model, Layers layers) implements TileFeatures {

  /**
   * @throws IllegalArgumentException if the model has no such layers
   */
  public ComputedFeatures {
    layers = layers.in(model.info());
  }

  @Override
  public int channels() {
    return model.channels(layers);
  }

  @Override
  public boolean isStored() {
    return false;
  }

  @Override
  public FeatureMap of(Tile tile) {
    return model.extract(tile.samples(), tile.height(), tile.width(), layers);
  }

  @Override
  public ModelInfo info() {
    return model.info();
  }

  @Override
  public Precision precision() {
    return model.precision();
  }

  @Override
  public ComputeDevice device() {
    return model.device();
  }

  @Override
  public long weightsMemory() {
    return model.weightsMemory();
  }

  @Override
  public long workingMemory(int height, int width) {
    return model.workingMemory(height, width);
  }

  @Override
  public void close() {
    model.close();
  }
}

package org.gramscape.training.probe;

import java.util.List;
import org.gramscape.model.ComputeDevice;
import org.gramscape.model.FeatureExtractor;
import org.gramscape.model.FeatureMap;
import org.gramscape.model.ModelInfo;
import org.gramscape.model.Precision;

/** The patch tokens of several layers of a backbone as one long feature vector. */
public final class StackedLayers implements FeatureExtractor {
  private final FeatureExtractor model;
  private final List<Integer> layers;

  /**
   * @param model is closed with this
   * @param layers as {@link FeatureExtractor#extract} takes them
   */
  public StackedLayers(FeatureExtractor model, List<Integer> layers) {
    this.model = model;
    this.layers = List.copyOf(layers);
  }

  @Override
  public ModelInfo info() {
    ModelInfo info = model.info();
    return new ModelInfo(
        info.name(),
        info.architecture(),
        info.parameters(),
        info.channels() * layers.size(),
        1,
        info.patchSize(),
        info.normalisation(),
        info.groundSampleDistance(),
        info.trained(),
        info.sha256(),
        info.licence());
  }

  @Override
  public Precision precision() {
    return model.precision();
  }

  @Override
  public ComputeDevice device() {
    return model.device();
  }

  /** All of the layers, whichever is asked for: they are the only one that this has. */
  @Override
  public FeatureMap extract(float[] image, int height, int width, int layer) {
    float[] stacked = null;
    FeatureMap map = null;
    for (int i = 0; i < layers.size(); i++) {
      map = model.extract(image, height, width, layers.get(i));
      int channels = map.channels();
      int all = channels * layers.size();
      stacked = stacked == null ? new float[map.values().length * layers.size()] : stacked;
      for (int patch = 0; patch < map.width() * map.height(); patch++) {
        System.arraycopy(
            map.values(), patch * channels, stacked, patch * all + i * channels, channels);
      }
    }
    return new FeatureMap(map.channels() * layers.size(), map.height(), map.width(), stacked);
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

package org.gramscape.model;

import java.util.List;

/**
 * Dense features of an image, one vector a patch.
 *
 * @param values {@code [height, width, channels]}
 */
public record FeatureMap(int channels, int height, int width, float[] values) {
  public FeatureMap {
    int length = Math.multiplyExact(channels, Math.multiplyExact(height, width));
    if (values.length != length) {
      throw new IllegalArgumentException(
          height + " x " + width + " x " + channels + " values expected, not " + values.length);
    }
  }

  /**
   * The features of several layers of one image as one vector a patch.
   *
   * @param layers {@code [height, width, channels]} each, of any channels
   */
  static FeatureMap sideBySide(int height, int width, List<float[]> layers) {
    int patches = height * width;
    if (layers.size() == 1) {
      return new FeatureMap(layers.get(0).length / patches, height, width, layers.get(0));
    }
    int channels = layers.stream().mapToInt(layer -> layer.length / patches).sum();
    float[] values = new float[Math.multiplyExact(patches, channels)];
    int first = 0;
    for (float[] layer : layers) {
      int length = layer.length / patches;
      for (int patch = 0; patch < patches; patch++) {
        System.arraycopy(layer, patch * length, values, patch * channels + first, length);
      }
      first += length;
    }
    return new FeatureMap(channels, height, width, values);
  }
}

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
   * Writes the feature at a place, interpolated linearly between the middles of patches; in the
   * outer half of the outermost ones it is theirs.
   *
   * @param x in patches from the left; the middle of the first is at 0.5
   * @param y in patches from the top
   * @param to receives {@code [channels]} from {@code offset} on
   */
  public void at(double x, double y, float[] to, int offset) {
    double column = Math.min(Math.max(x - 0.5, 0), width - 1.0);
    double row = Math.min(Math.max(y - 0.5, 0), height - 1.0);
    int left = (int) column;
    int top = (int) row;
    int right = Math.min(left + 1, width - 1);
    int bottom = Math.min(top + 1, height - 1);
    float across = (float) (column - left);
    float down = (float) (row - top);
    for (int c = 0; c < channels; c++) {
      float above = between(top, left, right, across, c);
      float below = between(bottom, left, right, across, c);
      to[offset + c] = above + down * (below - above);
    }
  }

  private float between(int row, int left, int right, float across, int channel) {
    float first = values[(row * width + left) * channels + channel];
    return first + across * (values[(row * width + right) * channels + channel] - first);
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

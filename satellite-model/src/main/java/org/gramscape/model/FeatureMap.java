package org.gramscape.model;

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
}

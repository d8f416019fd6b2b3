package org.gramscape.tiling;

/**
 * What a predictor says of a tile: quantities that may be averaged (heights, logits,
 * probabilities), never labels.
 *
 * @param values {@code [channels, height, width]}, finite, of the tile's own width and height
 */
public record Prediction(int channels, int width, int height, float[] values) {
  public Prediction {
    int length = Math.multiplyExact(channels, Math.multiplyExact(width, height));
    if (values.length != length) {
      throw new IllegalArgumentException(
          channels + " x " + height + " x " + width + " values expected, not " + values.length);
    }
  }
}

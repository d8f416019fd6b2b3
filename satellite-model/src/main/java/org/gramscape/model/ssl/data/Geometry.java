package org.gramscape.model.ssl.data;

import org.gramscape.model.resample.ResampleWeights;

/** Flips and blur, made in an image's own values. */
final class Geometry {
  private static final int RADIUS = 4;

  private Geometry() {}

  /** Left and right change places. */
  static void flipHorizontally(Image image) {
    float[] v = image.values();
    int width = image.width();
    for (int row = 0; row < v.length; row += width) {
      for (int x = 0; x < width / 2; x++) {
        float left = v[row + x];
        v[row + x] = v[row + width - 1 - x];
        v[row + width - 1 - x] = left;
      }
    }
  }

  /** Top and bottom change places. */
  static void flipVertically(Image image) {
    float[] v = image.values();
    int width = image.width();
    float[] row = new float[width];
    for (int band = 0; band < image.bands(); band++) {
      for (int y = 0; y < image.height() / 2; y++) {
        int top = band * image.pixels() + y * width;
        int bottom = band * image.pixels() + (image.height() - 1 - y) * width;
        System.arraycopy(v, top, row, 0, width);
        System.arraycopy(v, bottom, v, top, width);
        System.arraycopy(row, 0, v, bottom, width);
      }
    }
  }

  /** A Gaussian over 9 x 9 pixels, mirrored at the edges; {@code sigma} in pixels. */
  static void blur(Image image, double sigma) {
    float[] kernel = new float[2 * RADIUS + 1];
    double sum = 0;
    for (int k = -RADIUS; k <= RADIUS; k++) {
      sum += Math.exp(-0.5 * k * k / (sigma * sigma));
    }
    for (int k = -RADIUS; k <= RADIUS; k++) {
      kernel[k + RADIUS] = (float) (Math.exp(-0.5 * k * k / (sigma * sigma)) / sum);
    }
    float[] blurred = new float[image.values().length];
    ResampleWeights rows = everywhere(kernel, image.height());
    Lines.mix(image, 0, 0, rows, everywhere(kernel, image.width()), blurred);
    System.arraycopy(blurred, 0, image.values(), 0, blurred.length);
  }

  /** The same kernel around every sample of a line. */
  private static ResampleWeights everywhere(float[] kernel, int length) {
    int[] first = new int[length];
    float[][] weights = new float[length][];
    for (int i = 0; i < length; i++) {
      first[i] = Math.max(i - RADIUS, 0);
      weights[i] = new float[Math.min(i + RADIUS + 1, length) - first[i]];
      for (int k = -RADIUS; k <= RADIUS; k++) {
        weights[i][mirrored(i + k, length) - first[i]] += kernel[k + RADIUS];
      }
    }
    return new ResampleWeights(first, weights, length);
  }

  /** The edge itself is not repeated. */
  private static int mirrored(int i, int length) {
    if (length == 1) {
      return 0;
    }
    int period = 2 * (length - 1);
    int j = Math.floorMod(i, period);
    return j < length ? j : period - j;
  }
}

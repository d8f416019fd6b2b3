package org.gramscape.model.ssl.data;

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
    int lines = image.bands() * image.height();
    for (int line = 0; line < lines; line++) {
      blurLine(image.values(), line * image.width(), 1, image.width(), kernel);
    }
    for (int band = 0; band < image.bands(); band++) {
      for (int x = 0; x < image.width(); x++) {
        int start = band * image.pixels() + x;
        blurLine(image.values(), start, image.width(), image.height(), kernel);
      }
    }
  }

  private static void blurLine(float[] values, int start, int step, int length, float[] kernel) {
    float[] padded = new float[length + 2 * RADIUS];
    for (int i = 0; i < padded.length; i++) {
      padded[i] = values[start + step * mirrored(i - RADIUS, length)];
    }
    for (int i = 0; i < length; i++) {
      float sum = 0;
      for (int k = 0; k < kernel.length; k++) {
        sum += kernel[k] * padded[i + k];
      }
      values[start + step * i] = sum;
    }
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

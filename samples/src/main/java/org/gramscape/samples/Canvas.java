package org.gramscape.samples;

import java.util.Arrays;

/**
 * A scene while it is painted: colours before lighting, what stands on the ground, and the truth.
 *
 * <p>All arrays are {@code [height, width]}; heights are in metres above the ground.
 */
final class Canvas {
  final int width;
  final int height;

  /** Red, green and blue in [0, 1]. */
  final float[][] rgb;

  /** The top of whatever stands there: it makes shades and shadows. */
  final float[] surface;

  /** The vegetation's height. */
  final float[] canopy;

  final Cover[] cover;

  Canvas(int width, int height) {
    this.width = width;
    this.height = height;
    rgb = new float[3][width * height];
    surface = new float[width * height];
    canopy = new float[width * height];
    cover = new Cover[width * height];
    Arrays.fill(cover, Cover.MEADOW);
  }

  boolean contains(int x, int y) {
    return x >= 0 && y >= 0 && x < width && y < height;
  }

  int index(int x, int y) {
    return y * width + x;
  }

  /** Paints flat ground. */
  void ground(int i, Cover what, float[] color, double brightness) {
    color(i, color, brightness);
    cover[i] = what;
    surface[i] = 0;
    canopy[i] = 0;
  }

  /** Puts vegetation there, unless something higher stands there already. */
  void plant(int i, Cover what, double metres, float[] color, double brightness) {
    if (metres >= surface[i]) {
      color(i, color, brightness);
      cover[i] = what;
      surface[i] = (float) metres;
      canopy[i] = (float) metres;
    }
  }

  void build(int i, double metres, float[] color, double brightness) {
    ground(i, Cover.BUILDING, color, brightness);
    surface[i] = (float) metres;
  }

  private void color(int i, float[] color, double brightness) {
    for (int band = 0; band < 3; band++) {
      rgb[band][i] = (float) (color[band] * brightness);
    }
  }

  /** A colour from {@code 0xRRGGBB}. */
  static float[] color(int code) {
    return new float[] {(code >> 16 & 255) / 255f, (code >> 8 & 255) / 255f, (code & 255) / 255f};
  }
}

package org.gramscape.model.ssl.data;

/**
 * Changes of colour, made in an image's own values. Each clamps to [0, 1]. Hue, saturation and grey
 * are those of the first three bands; further bands, and images with fewer, stay.
 */
final class Colours {
  private static final float RED = 0.2989f;
  private static final float GREEN = 0.587f;
  private static final float BLUE = 0.114f;

  private Colours() {}

  /** Multiplies every sample. */
  static void brightness(Image image, double factor) {
    float[] v = image.values();
    for (int i = 0; i < v.length; i++) {
      v[i] = clamp((float) factor * v[i]);
    }
  }

  /** Moves every sample from the mean grey (without colour, its band's mean), or towards it. */
  static void contrast(Image image, double factor) {
    int pixels = image.pixels();
    int coloured = image.hasColour() ? 3 : 0;
    if (coloured > 0) {
      double sum = 0;
      for (int i = 0; i < pixels; i++) {
        sum += grey(image, i);
      }
      towards(image, 0, coloured * pixels, sum / pixels, factor);
    }
    for (int band = coloured; band < image.bands(); band++) {
      double sum = 0;
      for (int i = 0; i < pixels; i++) {
        sum += image.values()[band * pixels + i];
      }
      towards(image, band * pixels, (band + 1) * pixels, sum / pixels, factor);
    }
  }

  private static void towards(Image image, int from, int to, double mean, double factor) {
    float[] v = image.values();
    for (int i = from; i < to; i++) {
      v[i] = clamp((float) (factor * v[i] + (1 - factor) * mean));
    }
  }

  /** Moves every pixel from its own grey, or towards it; 0 leaves grey. */
  static void saturation(Image image, double factor) {
    if (!image.hasColour()) {
      return;
    }
    float[] v = image.values();
    int pixels = image.pixels();
    for (int i = 0; i < pixels; i++) {
      double grey = (1 - factor) * grey(image, i);
      for (int band = 0; band < 3; band++) {
        int at = band * pixels + i;
        v[at] = clamp((float) (factor * v[at] + grey));
      }
    }
  }

  /** Turns every pixel's hue by a share of the whole circle. */
  static void hue(Image image, double turn) {
    if (!image.hasColour()) {
      return;
    }
    float[] v = image.values();
    int pixels = image.pixels();
    for (int i = 0; i < pixels; i++) {
      float red = v[i];
      float green = v[pixels + i];
      float blue = v[2 * pixels + i];
      float value = Math.max(red, Math.max(green, blue));
      float chroma = value - Math.min(red, Math.min(green, blue));
      if (chroma == 0) {
        continue;
      }
      float sixths;
      if (value == red) {
        sixths = (green - blue) / chroma;
      } else if (value == green) {
        sixths = 2 + (blue - red) / chroma;
      } else {
        sixths = 4 + (red - green) / chroma;
      }
      sixths += (float) (6 * turn);
      v[i] = channel(sixths + 5, value, chroma);
      v[pixels + i] = channel(sixths + 3, value, chroma);
      v[2 * pixels + i] = channel(sixths + 1, value, chroma);
    }
  }

  /** A band of the colour of a hue; red, green and blue lie 5, 3 and 1 sixths ahead. */
  private static float channel(float sixths, float value, float chroma) {
    float k = sixths - 6 * (float) Math.floor(sixths / 6);
    return clamp(value - chroma * Math.max(0, Math.min(1, Math.min(k, 4 - k))));
  }

  /** Leaves each pixel its grey, in all three bands. */
  static void grey(Image image) {
    saturation(image, 0);
  }

  /** Inverts what is as bright as the threshold or brighter. */
  static void solarise(Image image, float threshold) {
    float[] v = image.values();
    for (int i = 0; i < v.length; i++) {
      v[i] = v[i] >= threshold ? 1 - v[i] : v[i];
    }
  }

  /** What a cubic kernel overshot. */
  static void clamp(Image image) {
    brightness(image, 1);
  }

  private static float grey(Image image, int pixel) {
    float[] v = image.values();
    int pixels = image.pixels();
    return RED * v[pixel] + GREEN * v[pixels + pixel] + BLUE * v[2 * pixels + pixel];
  }

  private static float clamp(float x) {
    return Math.max(0, Math.min(1, x));
  }
}

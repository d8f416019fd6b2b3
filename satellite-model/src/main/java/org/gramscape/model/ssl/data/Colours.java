package org.gramscape.model.ssl.data;

/**
 * Changes of colour, made in an image's own values. Each clamps to [0, 1]. Hue, saturation and grey
 * are those of the first three bands; further bands, and images with fewer, stay.
 */
final class Colours {
  private Colours() {}

  /** Multiplies every sample. */
  static void brightness(Image image, double factor) {
    mix(image.values(), 0, image.values().length, (float) factor, 0);
  }

  /** Moves every sample from the mean grey (without colour, its band's mean), or towards it. */
  static void contrast(Image image, double factor) {
    int pixels = image.pixels();
    int coloured = image.hasColour() ? 3 : 0;
    if (coloured > 0) {
      towards(image, 0, coloured * pixels, ColourTile.sumOfGreys(image) / pixels, factor);
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
    mix(image.values(), from, to, (float) factor, (float) ((1 - factor) * mean));
  }

  private static void mix(float[] v, int from, int to, float factor, float added) {
    for (int i = from; i < to; i++) {
      v[i] = Math.max(0, Math.min(1, factor * v[i] + added));
    }
  }

  /** Moves every pixel from its own grey, or towards it; 0 leaves grey. */
  static void saturation(Image image, double factor) {
    if (image.hasColour()) {
      ColourTile.change(image, tile -> tile.saturate((float) factor));
    }
  }

  /** Turns every pixel's hue by a share of the whole circle. */
  static void hue(Image image, double turn) {
    if (image.hasColour()) {
      float sixths = (float) (6 * (turn - Math.rint(turn)));
      ColourTile.change(image, tile -> tile.turn(sixths));
    }
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
}

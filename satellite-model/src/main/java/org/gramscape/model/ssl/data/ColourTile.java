package org.gramscape.model.ssl.data;

/**
 * The first three bands of some pixels. They are arrays from 0 on, few enough for the processor's
 * nearest memory: loops over such become vector instructions.
 */
final class ColourTile {
  private static final int MOST = 1024;
  private static final float RED = 0.2989f;
  private static final float GREEN = 0.587f;
  private static final float BLUE = 0.114f;
  private static final float TINY = 1e-30f;
  private static final float HUGE = 1e30f;

  private final float[] red = new float[MOST];
  private final float[] green = new float[MOST];
  private final float[] blue = new float[MOST];
  private final float[] value = new float[MOST];
  private final float[] chroma = new float[MOST];
  private final float[] other = new float[MOST];

  /** What happens to a tile. */
  interface Change {
    void apply(ColourTile tile);
  }

  /** Changes an image tile by tile. */
  static void change(Image image, Change change) {
    ColourTile tile = new ColourTile();
    float[] v = image.values();
    int pixels = image.pixels();
    for (int from = 0; from < pixels; from += MOST) {
      int length = tile.read(image, from);
      change.apply(tile);
      System.arraycopy(tile.red, 0, v, from, length);
      System.arraycopy(tile.green, 0, v, pixels + from, length);
      System.arraycopy(tile.blue, 0, v, 2 * pixels + from, length);
    }
  }

  /** The sum of all pixels' greys. */
  static double sumOfGreys(Image image) {
    ColourTile tile = new ColourTile();
    double sum = 0;
    for (int from = 0; from < image.pixels(); from += MOST) {
      int length = tile.read(image, from);
      tile.grey();
      for (int i = 0; i < length; i++) {
        sum += tile.other[i];
      }
    }
    return sum;
  }

  /** Pixels that were read; beyond them lies what lay there. */
  private int read(Image image, int from) {
    int pixels = image.pixels();
    int length = Math.min(MOST, pixels - from);
    System.arraycopy(image.values(), from, red, 0, length);
    System.arraycopy(image.values(), pixels + from, green, 0, length);
    System.arraycopy(image.values(), 2 * pixels + from, blue, 0, length);
    return length;
  }

  private void grey() {
    for (int i = 0; i < MOST; i++) {
      other[i] = RED * red[i] + GREEN * green[i] + BLUE * blue[i];
    }
  }

  /** Moves every pixel from its own grey, or towards it. */
  void saturate(float factor) {
    grey();
    mixWithGrey(red, factor);
    mixWithGrey(green, factor);
    mixWithGrey(blue, factor);
  }

  private void mixWithGrey(float[] band, float factor) {
    float ofGrey = 1 - factor;
    for (int i = 0; i < MOST; i++) {
      band[i] = Math.max(0, Math.min(1, factor * band[i] + ofGrey * other[i]));
    }
  }

  /** Turns every pixel's hue by some sixths of the circle, from -3 to 3. */
  void turn(float sixths) {
    for (int i = 0; i < MOST; i++) {
      value[i] = Math.max(red[i], Math.max(green[i], blue[i]));
    }
    for (int i = 0; i < MOST; i++) {
      chroma[i] = value[i] - Math.min(red[i], Math.min(green[i], blue[i]));
    }
    hue();
    for (int i = 0; i < MOST; i++) {
      other[i] += sixths;
    }
    channel(red, 0);
    channel(green, -2);
    channel(blue, 2);
  }

  /**
   * Hues in sixths of the circle from red, towards green positive, without a branch: whichever band
   * is the greatest and whichever the least, the distance from red is (green + blue - red +
   * greatest - 2 least) / chroma.
   */
  private void hue() {
    for (int i = 0; i < MOST; i++) {
      other[i] = green[i] + blue[i] - red[i] - value[i] + 2 * chroma[i];
    }
    for (int i = 0; i < MOST; i++) {
      other[i] /= Math.max(chroma[i], TINY);
    }
    for (int i = 0; i < MOST; i++) {
      other[i] *= Math.max(-1, Math.min(1, (green[i] - blue[i]) * HUGE + 1));
    }
  }

  /** A band is full up to a sixth from its own hue, and least from two sixths on. */
  private void channel(float[] band, float own) {
    for (int i = 0; i < MOST; i++) {
      float away = Math.abs(other[i] + own);
      away = Math.min(away, Math.abs(away - 6));
      band[i] = value[i] - chroma[i] * Math.max(0, Math.min(1, away - 1));
    }
  }
}

package org.gramscape.training.probe;

/** Colours of growing lightness for numbers from 0 to 1: dark blue, violet, red, orange, cream. */
final class ColorRamp {
  private static final int[] STOPS = {0x0b0b2e, 0x46217a, 0xb83a63, 0xf39237, 0xfdf8c8};

  private ColorRamp() {}

  /** As {@code 0xRRGGBB}; what lies outside is cut off. */
  static int of(double value) {
    double place = Math.max(0, Math.min(1, value)) * (STOPS.length - 1);
    int stop = Math.min((int) place, STOPS.length - 2);
    int color = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int low = STOPS[stop] >> shift & 255;
      int high = STOPS[stop + 1] >> shift & 255;
      color |= (int) Math.rint(low + (place - stop) * (high - low)) << shift;
    }
    return color;
  }
}

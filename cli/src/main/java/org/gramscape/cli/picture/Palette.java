package org.gramscape.cli.picture;

import java.util.Map;

/** The colour of a value, {@code 0xRRGGBB}. */
@FunctionalInterface
public interface Palette {

  int color(double value);

  /** Heights: pale sand at 0 m to dark green at {@code metres} and above. */
  static Palette heights(double metres) {
    int[] stops = {0xf6f1e3, 0xdfe8b8, 0xabd17b, 0x63b05a, 0x22843f, 0x0a5a3c, 0x073b33};
    return value -> between(stops, value / metres);
  }

  /** Errors: blue at {@code -metres} and below, white at 0, red at {@code metres} and above. */
  static Palette errors(double metres) {
    int[] stops = {0x1f3b73, 0x4a78b5, 0xa9c5e0, 0xf7f5f0, 0xf0b89c, 0xcb5f4a, 0x7d1d26};
    return value -> between(stops, (value / metres + 1) / 2);
  }

  /** Shares from 0 (dark) to 1 (bright). */
  static Palette shares() {
    int[] stops = {0x2d1e4f, 0x3a528b, 0x20908d, 0x5cc863, 0xf3e51e};
    return value -> between(stops, value);
  }

  /** Classes by their code; grey where the code has no colour. */
  static Palette classes(Map<Integer, Integer> colors) {
    return value -> colors.getOrDefault((int) value, 0x808080);
  }

  private static int between(int[] stops, double share) {
    double place = Math.max(0, Math.min(1, share)) * (stops.length - 1);
    int stop = (int) Math.min(place, stops.length - 2);
    double mix = place - stop;
    int color = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int from = stops[stop] >> shift & 255;
      int to = stops[stop + 1] >> shift & 255;
      color |= (int) Math.round(from + mix * (to - from)) << shift;
    }
    return color;
  }
}

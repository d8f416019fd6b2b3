package org.gramscape.geoio.raster.jvm.decode;

import java.util.Arrays;

/** Colours of 8 bits turned into red, green and blue, in place. */
final class Colors {
  private Colors() {}

  /** JFIF's formula (ITU-T T.871, clause 7) in fixed point with 16 bits, as libjpeg computes it. */
  static void yCbCrToRgb(Plane[] planes) {
    byte[] first = (byte[]) planes[0].samples();
    byte[] second = (byte[]) planes[1].samples();
    byte[] third = (byte[]) planes[2].samples();
    for (int i = 0; i < first.length; i++) {
      int y = first[i] & 0xff;
      int cb = (second[i] & 0xff) - 128;
      int cr = (third[i] & 0xff) - 128;
      first[i] = clamp(y + (91881 * cr + 32768 >> 16));
      second[i] = clamp(y + (-22554 * cb - 46802 * cr + 32768 >> 16));
      third[i] = clamp(y + (116130 * cb + 32768 >> 16));
    }
  }

  private static byte clamp(int level) {
    return (byte) Math.min(Math.max(level, 0), 255);
  }

  /** Light is what neither an ink nor black takes; there is no colour management. */
  static void cmykToRgba(Plane[] planes) {
    byte[] black = (byte[]) planes[3].samples();
    for (int ink = 0; ink < 3; ink++) {
      byte[] levels = (byte[]) planes[ink].samples();
      for (int i = 0; i < levels.length; i++) {
        levels[i] = (byte) ((255 - (black[i] & 0xff)) * (255 - (levels[i] & 0xff)) / 255);
      }
    }
    Arrays.fill(black, (byte) 255);
  }
}

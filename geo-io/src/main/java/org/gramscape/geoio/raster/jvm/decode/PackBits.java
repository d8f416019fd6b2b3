package org.gramscape.geoio.raster.jvm.decode;

import java.util.Arrays;
import java.util.zip.DataFormatException;

/** Runs of bytes (TIFF 6.0, section 9). */
final class PackBits {
  private PackBits() {}

  static void decode(byte[] stored, byte[] block) throws DataFormatException {
    int at = 0;
    int to = 0;
    while (to < block.length) {
      if (at == stored.length) {
        throw Compression.tooFew(to, block.length);
      }
      int control = stored[at++];
      if (control == -128) {
        continue; // it stands for nothing
      }
      int count = Math.min(control >= 0 ? control + 1 : 1 - control, block.length - to);
      if (at + (control >= 0 ? count : 1) > stored.length) {
        throw Compression.tooFew(to, block.length);
      }
      if (control >= 0) {
        System.arraycopy(stored, at, block, to, count);
        at += count;
      } else {
        Arrays.fill(block, to, to + count, stored[at++]);
      }
      to += count;
    }
  }
}

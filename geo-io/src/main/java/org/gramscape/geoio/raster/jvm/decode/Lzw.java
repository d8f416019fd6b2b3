package org.gramscape.geoio.raster.jvm.decode;

import java.util.zip.DataFormatException;

/**
 * TIFF's LZW (TIFF 6.0, section 13), and the variant with reversed bits that writers before it
 * used.
 *
 * <p>Every string of the table stands somewhere in the output: that of a new code is the string of
 * the code before it and the byte that follows there. So the table holds places and lengths only.
 */
final class Lzw {
  private static final int CLEAR = 256;
  private static final int END = 257;
  private static final int FIRST = 258;
  private static final int CODES = 4096;

  private Lzw() {}

  static void decode(byte[] stored, byte[] block) throws DataFormatException {
    boolean old = stored.length >= 2 && stored[0] == 0 && (stored[1] & 1) == 1;
    // The newer variant widens its codes one code early.
    int early = old ? 0 : 1;
    int[] place = new int[CODES];
    int[] length = new int[CODES];
    int next = FIRST;
    int width = 9;
    int bits = 0;
    int bitCount = 0;
    int at = 0;
    int to = 0;
    int previous = -1;
    while (to < block.length) {
      while (bitCount < width) {
        if (at == stored.length) {
          throw Compression.tooFew(to, block.length);
        }
        int octet = stored[at++] & 0xff;
        bits = old ? bits | octet << bitCount : bits << 8 | octet;
        bitCount += 8;
      }
      int code;
      if (old) {
        code = bits & (1 << width) - 1;
        bits >>>= width;
      } else {
        code = bits >>> bitCount - width & (1 << width) - 1;
      }
      bitCount -= width;

      if (code == END) {
        throw Compression.tooFew(to, block.length);
      }
      if (code == CLEAR) {
        next = FIRST;
        width = 9;
        previous = -1;
        continue;
      }
      int start = to;
      if (code < CLEAR) {
        block[to++] = (byte) code;
      } else if (code < next || code == next && previous >= 0) {
        // The code that is about to be defined is its predecessor and its first byte again.
        int from = code < next ? place[code] : previous;
        int count = code < next ? length[code] : start - previous + 1;
        to = copy(block, from, to, count);
      } else {
        throw new DataFormatException("an LZW code before its definition");
      }
      if (previous >= 0 && next < CODES) {
        place[next] = previous;
        length[next] = start - previous + 1;
        next++;
      }
      previous = start;
      if (next + early >= 1 << width && width < 12) {
        width++;
      }
    }
  }

  /** The string may reach into its own copy, so byte by byte; what the block cannot hold is cut. */
  private static int copy(byte[] block, int from, int to, int count) {
    int end = Math.min(to + count, block.length);
    int source = from;
    for (int i = to; i < end; i++) {
      block[i] = block[source++];
    }
    return end;
  }
}

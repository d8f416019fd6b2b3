package org.gramscape.geoio.raster.jvm.decode;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** zlib's streams. */
final class Deflate {
  private Deflate() {}

  static void decode(byte[] stored, byte[] block) throws DataFormatException {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(stored);
      int to = 0;
      while (to < block.length) {
        int count = inflater.inflate(block, to, block.length - to);
        if (count == 0) {
          throw Compression.tooFew(to, block.length);
        }
        to += count;
      }
    } finally {
      inflater.end();
    }
  }
}

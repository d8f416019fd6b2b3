package org.gramscape.geoio.raster.jvm.decode;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Undoes what a writer did to rows so that they compress better: differences between neighbours
 * (TIFF 6.0, section 14) and the byte planes of floats (Adobe TIFF technical note 3).
 */
final class Predictor {
  private Predictor() {}

  /**
   * Adds up differences, in place.
   *
   * @param rowBytes the length of a row
   * @param bits a sample: 8, 16, 32 or 64
   * @param stride samples from one pixel to the next
   */
  static void addUp(byte[] block, int rowBytes, int bits, int stride, ByteOrder order) {
    ByteBuffer samples = ByteBuffer.wrap(block).order(order);
    int size = bits / 8;
    int step = stride * size;
    for (int row = 0; row + rowBytes <= block.length; row += rowBytes) {
      // Band by band, so that the sum stays in a register.
      for (int first = row; first < row + Math.min(step, rowBytes); first += size) {
        addUp(samples, first, row + rowBytes - size, step, bits);
      }
    }
  }

  private static void addUp(ByteBuffer samples, int first, int last, int step, int bits) {
    switch (bits) {
      case 8 -> {
        byte sum = 0;
        for (int i = first; i <= last; i += step) {
          sum += samples.get(i);
          samples.put(i, sum);
        }
      }
      case 16 -> {
        short sum = 0;
        for (int i = first; i <= last; i += step) {
          sum += samples.getShort(i);
          samples.putShort(i, sum);
        }
      }
      case 32 -> {
        int sum = 0;
        for (int i = first; i <= last; i += step) {
          sum += samples.getInt(i);
          samples.putInt(i, sum);
        }
      }
      default -> {
        long sum = 0;
        for (int i = first; i <= last; i += step) {
          sum += samples.getLong(i);
          samples.putLong(i, sum);
        }
      }
    }
  }

  /**
   * Adds up bytes and puts those of each float together, most significant first whatever the file's
   * byte order.
   */
  static byte[] joinPlanes(byte[] block, int rowBytes, int bits, int stride) {
    int size = bits / 8;
    int count = rowBytes / size;
    byte[] joined = new byte[block.length];
    addUp(block, rowBytes, 8, stride, ByteOrder.BIG_ENDIAN);
    for (int row = 0; row + rowBytes <= block.length; row += rowBytes) {
      for (int plane = 0; plane < size; plane++) {
        int from = row + plane * count;
        int to = row + plane;
        for (int i = 0; i < count; i++, to += size) {
          joined[to] = block[from + i];
        }
      }
    }
    return joined;
  }
}

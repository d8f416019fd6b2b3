package org.gramscape.geoio.raster.jvm.decode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
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
    VarHandle samples = bits == 8 ? null : view(bits, order);
    int size = bits / 8;
    for (int row = 0; row + rowBytes <= block.length; row += rowBytes) {
      int first = row + stride * size;
      int end = row + rowBytes - size + 1;
      switch (bits) {
        case 8 -> {
          for (int i = first; i < end; i++) {
            block[i] += block[i - stride];
          }
        }
        case 16 -> {
          for (int i = first; i < end; i += 2) {
            short sum =
                (short)
                    ((short) samples.get(block, i) + (short) samples.get(block, i - stride * 2));
            samples.set(block, i, sum);
          }
        }
        case 32 -> {
          for (int i = first; i < end; i += 4) {
            samples.set(
                block, i, (int) samples.get(block, i) + (int) samples.get(block, i - stride * 4));
          }
        }
        default -> {
          for (int i = first; i < end; i += 8) {
            samples.set(
                block, i, (long) samples.get(block, i) + (long) samples.get(block, i - stride * 8));
          }
        }
      }
    }
  }

  private static VarHandle view(int bits, ByteOrder order) {
    Class<?> type = bits == 16 ? short[].class : bits == 32 ? int[].class : long[].class;
    return MethodHandles.byteArrayViewVarHandle(type, order);
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

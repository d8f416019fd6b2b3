package org.gramscape.geoio.raster.jvm.decode;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Takes one band's samples out of the bytes of a block. */
final class Unpacker {
  private Unpacker() {}

  /**
   * Fills a plane.
   *
   * @param band counted from 0 among the samples of a pixel
   */
  static void unpack(
      BlockFormat format, ByteOrder order, byte[] block, int rowBytes, int band, Plane plane) {
    int stride = format.samplesPerPixel();
    boolean whole = format.bits() == format.type().bytes() * 8;
    if (!whole) {
      unpackBits(format, order, block, rowBytes, band, plane);
    } else if (stride == 1) {
      copyAll(ByteBuffer.wrap(block).order(order), plane);
    } else {
      pick(ByteBuffer.wrap(block).order(order), band, stride, plane);
    }
  }

  private static void copyAll(ByteBuffer block, Plane plane) {
    switch (plane.type()) {
      case UINT8, INT8 -> block.get((byte[]) plane.samples());
      case UINT16, INT16 -> block.asShortBuffer().get((short[]) plane.samples());
      case UINT32, INT32 -> block.asIntBuffer().get((int[]) plane.samples());
      case FLOAT32 -> block.asFloatBuffer().get((float[]) plane.samples());
      case FLOAT64 -> block.asDoubleBuffer().get((double[]) plane.samples());
    }
  }

  /** Of samples that follow each other pixel by pixel, those of one band. */
  private static void pick(ByteBuffer bytes, int band, int stride, Plane plane) {
    int size = plane.type().bytes();
    int step = stride * size;
    int at = band * size;
    switch (plane.type()) {
      case UINT8, INT8 -> {
        byte[] samples = (byte[]) plane.samples();
        for (int i = 0; i < samples.length; i++, at += step) {
          samples[i] = bytes.get(at);
        }
      }
      case UINT16, INT16 -> {
        short[] samples = (short[]) plane.samples();
        for (int i = 0; i < samples.length; i++, at += step) {
          samples[i] = bytes.getShort(at);
        }
      }
      case UINT32, INT32 -> {
        int[] samples = (int[]) plane.samples();
        for (int i = 0; i < samples.length; i++, at += step) {
          samples[i] = bytes.getInt(at);
        }
      }
      case FLOAT32 -> {
        float[] samples = (float[]) plane.samples();
        for (int i = 0; i < samples.length; i++, at += step) {
          samples[i] = bytes.getFloat(at);
        }
      }
      case FLOAT64 -> {
        double[] samples = (double[]) plane.samples();
        for (int i = 0; i < samples.length; i++, at += step) {
          samples[i] = bytes.getDouble(at);
        }
      }
    }
  }

  /** Samples that end within bytes, or are narrower than what they are handed out as. */
  private static void unpackBits(
      BlockFormat format, ByteOrder order, byte[] block, int rowBytes, int band, Plane plane) {
    int bits = format.bits();
    int rows = block.length / rowBytes;
    int width = format.width();
    boolean littleEndian =
        order == ByteOrder.LITTLE_ENDIAN && (bits == 16 || bits == 24); // others have no order
    for (int row = 0; row < rows; row++) {
      long bit = 8L * row * rowBytes + (long) band * bits;
      for (int i = row * width; i < (row + 1) * width; i++) {
        int sample = bits(block, bit, bits);
        bit += (long) format.samplesPerPixel() * bits;
        if (littleEndian) {
          sample = Integer.reverseBytes(sample) >>> 32 - bits;
        }
        put(plane, i, sample, bits);
      }
    }
  }

  private static int bits(byte[] block, long at, int count) {
    long value = 0;
    int first = (int) (at >>> 3);
    int last = (int) (at + count - 1 >>> 3);
    for (int i = first; i <= last; i++) {
      value = value << 8 | block[i] & 0xff;
    }
    int after = 7 - (int) (at + count - 1 & 7);
    return (int) (value >>> after & (1L << count) - 1);
  }

  private static void put(Plane plane, int index, int sample, int bits) {
    switch (plane.type()) {
      case UINT8 -> ((byte[]) plane.samples())[index] = (byte) sample;
      case UINT16 -> ((short[]) plane.samples())[index] = (short) sample;
      case FLOAT32 ->
          ((float[]) plane.samples())[index] =
              bits == 16 ? SmallFloat.fromHalf(sample) : SmallFloat.from24(sample);
      default -> ((int[]) plane.samples())[index] = sample;
    }
  }
}

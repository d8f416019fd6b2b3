package org.gramscape.geoio.raster.jvm.decode;

import org.gramscape.geoio.raster.SampleType;

/**
 * One band's samples of a decoded block, row after row, in the narrowest array that holds them.
 *
 * @param samples a {@code byte[]}, {@code short[]}, {@code int[]}, {@code float[]} or {@code
 *     double[]}, as {@code type} says
 */
public record Plane(SampleType type, Object samples) {

  static Plane allocate(SampleType type, int count) {
    return new Plane(
        type,
        switch (type) {
          case UINT8, INT8 -> new byte[count];
          case UINT16, INT16 -> new short[count];
          case UINT32, INT32 -> new int[count];
          case FLOAT32 -> new float[count];
          case FLOAT64 -> new double[count];
        });
  }

  /** Copies samples that lie beside each other. */
  public void copy(int from, double[] target, int to, int count) {
    switch (type) {
      case UINT8 -> {
        byte[] bytes = (byte[]) samples;
        for (int i = 0; i < count; i++) {
          target[to + i] = bytes[from + i] & 0xff;
        }
      }
      case INT8 -> {
        byte[] bytes = (byte[]) samples;
        for (int i = 0; i < count; i++) {
          target[to + i] = bytes[from + i];
        }
      }
      case UINT16 -> {
        short[] shorts = (short[]) samples;
        for (int i = 0; i < count; i++) {
          target[to + i] = shorts[from + i] & 0xffff;
        }
      }
      case INT16 -> {
        short[] shorts = (short[]) samples;
        for (int i = 0; i < count; i++) {
          target[to + i] = shorts[from + i];
        }
      }
      case UINT32 -> {
        int[] ints = (int[]) samples;
        for (int i = 0; i < count; i++) {
          target[to + i] = ints[from + i] & 0xffffffffL;
        }
      }
      case INT32 -> {
        int[] ints = (int[]) samples;
        for (int i = 0; i < count; i++) {
          target[to + i] = ints[from + i];
        }
      }
      case FLOAT32 -> {
        float[] floats = (float[]) samples;
        for (int i = 0; i < count; i++) {
          target[to + i] = floats[from + i];
        }
      }
      case FLOAT64 -> System.arraycopy((double[]) samples, from, target, to, count);
    }
  }
}

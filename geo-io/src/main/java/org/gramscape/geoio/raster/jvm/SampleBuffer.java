package org.gramscape.geoio.raster.jvm;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.gramscape.geoio.raster.SampleType;

/** Samples of one type in little-endian bytes, got and put as {@code double}. */
final class SampleBuffer {
  private static final VarHandle SHORTS = view(short[].class);
  private static final VarHandle INTS = view(int[].class);
  private static final VarHandle FLOATS = view(float[].class);
  private static final VarHandle DOUBLES = view(double[].class);

  private final SampleType type;
  private final byte[] bytes;

  SampleBuffer(SampleType type, byte[] bytes) {
    this.type = type;
    this.bytes = bytes;
  }

  private static VarHandle view(Class<?> array) {
    return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
  }

  byte[] array() {
    return bytes;
  }

  double get(int index) {
    return switch (type) {
      case UINT8 -> bytes[index] & 0xff;
      case INT8 -> bytes[index];
      case UINT16 -> (short) SHORTS.get(bytes, index * 2) & 0xffff;
      case INT16 -> (short) SHORTS.get(bytes, index * 2);
      case UINT32 -> (int) INTS.get(bytes, index * 4) & 0xffffffffL;
      case INT32 -> (int) INTS.get(bytes, index * 4);
      case FLOAT32 -> (float) FLOATS.get(bytes, index * 4);
      case FLOAT64 -> (double) DOUBLES.get(bytes, index * 8);
    };
  }

  /** Stores {@link SampleType#stored} of a value. */
  void put(int index, double value) {
    switch (type) {
      case UINT8, INT8 -> bytes[index] = (byte) (int) type.stored(value);
      case UINT16, INT16 -> SHORTS.set(bytes, index * 2, (short) (int) type.stored(value));
      case UINT32, INT32 -> INTS.set(bytes, index * 4, (int) (long) type.stored(value));
      case FLOAT32 -> FLOATS.set(bytes, index * 4, (float) value);
      case FLOAT64 -> DOUBLES.set(bytes, index * 8, value);
    }
  }

  /** Gets the {@code count} samples from {@code first} on. */
  void get(int first, double[] values, int count) {
    if (type == SampleType.FLOAT32) { // apart, as maps have hundreds of millions of them
      for (int i = 0; i < count; i++) {
        values[i] = (float) FLOATS.get(bytes, (first + i) * 4);
      }
      return;
    }
    for (int i = 0; i < count; i++) {
      values[i] = get(first + i);
    }
  }

  /** Puts the first {@code count} values at {@code first} and every {@code step} samples on. */
  void put(int first, int step, double[] values, int count) {
    if (type == SampleType.FLOAT32) {
      for (int i = 0; i < count; i++) {
        FLOATS.set(bytes, (first + i * step) * 4, (float) values[i]);
      }
      return;
    }
    for (int i = 0; i < count; i++) {
      put(first + i * step, values[i]);
    }
  }
}

package org.gramscape.geoio.raster.jvm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.gramscape.geoio.raster.SampleType;

/** Samples of one type in little-endian bytes, got and put as {@code double}. */
final class SampleBuffer {
  private final SampleType type;
  private final ByteBuffer bytes;

  SampleBuffer(SampleType type, byte[] bytes) {
    this.type = type;
    this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  byte[] array() {
    return bytes.array();
  }

  double get(int index) {
    return switch (type) {
      case UINT8 -> bytes.get(index) & 0xff;
      case INT8 -> bytes.get(index);
      case UINT16 -> bytes.getShort(index * 2) & 0xffff;
      case INT16 -> bytes.getShort(index * 2);
      case UINT32 -> bytes.getInt(index * 4) & 0xffffffffL;
      case INT32 -> bytes.getInt(index * 4);
      case FLOAT32 -> bytes.getFloat(index * 4);
      case FLOAT64 -> bytes.getDouble(index * 8);
    };
  }

  /** Stores the nearest value that the type can hold; halves are rounded up. */
  void put(int index, double value) {
    switch (type) {
      case UINT8, INT8 -> bytes.put(index, (byte) nearest(value));
      case UINT16, INT16 -> bytes.putShort(index * 2, (short) nearest(value));
      case UINT32, INT32 -> bytes.putInt(index * 4, (int) nearest(value));
      case FLOAT32 -> bytes.putFloat(index * 4, (float) value);
      case FLOAT64 -> bytes.putDouble(index * 8, value);
    }
  }

  private long nearest(double value) {
    return (long) Math.floor(Math.min(Math.max(value, type.min()), type.max()) + 0.5);
  }
}

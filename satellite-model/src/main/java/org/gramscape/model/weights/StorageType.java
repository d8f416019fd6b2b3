package org.gramscape.model.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** How a file keeps values, and how they become float32 and back; by safetensors' names. */
public enum StorageType {
  /** Rounded to float32 when read. */
  F64(8),
  F32(4),
  F16(2),
  BF16(2),
  I64(8),
  I32(4),
  I16(2),
  I8(1),
  U8(1),
  BOOL(1);

  /** Values that pass through the heap at a time. */
  private static final int CHUNK = 1 << 14;

  private final int bytes;

  StorageType(int bytes) {
    this.bytes = bytes;
  }

  /** The type of that name in a header, or null. */
  static StorageType of(String name) {
    for (StorageType type : values()) {
      if (type.name().equals(name)) {
        return type;
      }
    }
    return null;
  }

  int bytes() {
    return bytes;
  }

  /** Puts all values of {@code stored} into {@code target}; both little-endian. */
  void toFloat32(ByteBuffer stored, ByteBuffer target) {
    stored.order(ByteOrder.LITTLE_ENDIAN);
    if (this == F32) {
      target.put(stored);
      return;
    }
    // By arrays, which the compiler turns into vector instructions.
    float[] values = new float[CHUNK];
    short[] halves = new short[CHUNK];
    while (stored.remaining() >= bytes) {
      int count = Math.min(CHUNK, stored.remaining() / bytes);
      if (bytes == Short.BYTES) {
        stored.asShortBuffer().get(halves, 0, count);
        stored.position(stored.position() + count * Short.BYTES);
        widen(halves, values, count);
      } else {
        for (int i = 0; i < count; i++) {
          values[i] = next(stored);
        }
      }
      target.asFloatBuffer().put(values, 0, count);
      target.position(target.position() + count * Float.BYTES);
    }
  }

  private void widen(short[] halves, float[] values, int count) {
    switch (this) {
      case BF16 -> {
        for (int i = 0; i < count; i++) {
          values[i] = Float.intBitsToFloat(halves[i] << 16);
        }
      }
      case F16 -> {
        for (int i = 0; i < count; i++) {
          values[i] = half(halves[i]);
        }
      }
      default -> {
        for (int i = 0; i < count; i++) {
          values[i] = halves[i];
        }
      }
    }
  }

  private float next(ByteBuffer stored) {
    return switch (this) {
      case F64 -> (float) stored.getDouble();
      case I64 -> stored.getLong();
      case I32 -> stored.getInt();
      case I8 -> stored.get();
      default -> stored.get() & 0xff;
    };
  }

  /**
   * Puts all float32 values of {@code values} into {@code target}, rounded to the nearest, ties to
   * even; both little-endian.
   *
   * @throws IllegalArgumentException if this is no floating type of 32 or 16 bits
   * @throws ArithmeticException if a finite value is too large for F16
   */
  void ofFloat32(ByteBuffer values, ByteBuffer target) {
    switch (this) {
      case F32 -> target.put(values);
      case BF16 -> {
        while (values.hasRemaining()) {
          target.putShort(bfloat16(values.getFloat()));
        }
      }
      case F16 -> {
        while (values.hasRemaining()) {
          float value = values.getFloat();
          short bits = float16(value);
          if (Math.abs(value) <= Float.MAX_VALUE && (bits & 0x7fff) == 0x7c00) {
            throw new ArithmeticException(value + " is beyond binary16");
          }
          target.putShort(bits);
        }
      }
      default -> throw new IllegalArgumentException("weights are not written as " + this);
    }
  }

  /** IEEE 754 binary16 to binary32; exact. */
  static float half(short bits) {
    int sign = (bits & 0x8000) << 16;
    int exponent = (bits >> 10) & 0x1f;
    int fraction = bits & 0x3ff;
    if (exponent == 0x1f) {
      return Float.intBitsToFloat(sign | 0x7f800000 | fraction << 13);
    }
    if (exponent == 0) {
      float value = fraction * 0x1.0p-24f;
      return sign == 0 ? value : -value;
    }
    return Float.intBitsToFloat(sign | (exponent + 112) << 23 | fraction << 13);
  }

  /** The upper half of binary32, rounded. */
  static short bfloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) (bits >>> 16 | 0x40);
    }
    return (short) (bits + 0x7fff + (bits >>> 16 & 1) >>> 16);
  }

  /** Binary32 to IEEE 754 binary16, rounded; beyond 65504 it becomes infinite. */
  static short float16(float value) {
    int sign = Float.floatToRawIntBits(value) >>> 16 & 0x8000;
    float magnitude = Math.abs(value);
    if (Float.isNaN(value)) {
      return (short) (sign | 0x7e00);
    }
    if (magnitude < 0x1.0p-14f) {
      return (short) (sign | (int) Math.rint(magnitude * 0x1.0p24));
    }
    if (magnitude >= 65520f) {
      return (short) (sign | 0x7c00);
    }
    int bits = Float.floatToRawIntBits(magnitude);
    int rounded = bits + 0xfff + (bits >>> 13 & 1) >>> 13;
    return (short) (sign | rounded - (112 << 10));
  }
}

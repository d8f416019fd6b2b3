package org.gramscape.model.weights;

import java.nio.ByteBuffer;

/** How a file keeps values, and how they become float32. */
enum StorageType {
  F64(8) {
    @Override
    void toFloat32(ByteBuffer stored, ByteBuffer target) {
      while (stored.hasRemaining()) {
        target.putFloat((float) stored.getDouble());
      }
    }
  },
  F32(4) {
    @Override
    void toFloat32(ByteBuffer stored, ByteBuffer target) {
      target.put(stored);
    }
  },
  F16(2) {
    @Override
    void toFloat32(ByteBuffer stored, ByteBuffer target) {
      while (stored.hasRemaining()) {
        target.putFloat(half(stored.getShort()));
      }
    }
  },
  BF16(2) {
    @Override
    void toFloat32(ByteBuffer stored, ByteBuffer target) {
      while (stored.hasRemaining()) {
        target.putInt(stored.getShort() << 16);
      }
    }
  },
  I64(8) {
    @Override
    void toFloat32(ByteBuffer stored, ByteBuffer target) {
      while (stored.hasRemaining()) {
        target.putFloat(stored.getLong());
      }
    }
  },
  U8(1) {
    @Override
    void toFloat32(ByteBuffer stored, ByteBuffer target) {
      while (stored.hasRemaining()) {
        target.putFloat(stored.get() & 0xff);
      }
    }
  },
  BOOL(1) {
    @Override
    void toFloat32(ByteBuffer stored, ByteBuffer target) {
      U8.toFloat32(stored, target);
    }
  };

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

  /** All values of {@code stored}; both little-endian. */
  abstract void toFloat32(ByteBuffer stored, ByteBuffer target);

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
}

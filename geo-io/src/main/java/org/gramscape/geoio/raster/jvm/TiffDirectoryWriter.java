package org.gramscape.geoio.raster.jvm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;

/**
 * Lays out one image file directory, little-endian, classic or BigTIFF: the entries in the order of
 * their tags, then the values that do not fit into an entry (TIFF 6.0 section 2).
 */
final class TiffDirectoryWriter {
  private static final int ASCII = 2;
  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final int DOUBLE = 12;
  private static final int LONG8 = 16;

  private record Value(int type, long count, byte[] bytes) {}

  private final boolean bigTiff;
  private final TreeMap<Integer, Value> values = new TreeMap<>();

  TiffDirectoryWriter(boolean bigTiff) {
    this.bigTiff = bigTiff;
  }

  void shorts(int tag, int... numbers) {
    ByteBuffer bytes = buffer(numbers.length * 2);
    for (int number : numbers) {
      bytes.putShort((short) number);
    }
    values.put(tag, new Value(SHORT, numbers.length, bytes.array()));
  }

  void longs(int tag, int... numbers) {
    ByteBuffer bytes = buffer(numbers.length * 4);
    for (int number : numbers) {
      bytes.putInt(number);
    }
    values.put(tag, new Value(LONG, numbers.length, bytes.array()));
  }

  void doubles(int tag, double... numbers) {
    ByteBuffer bytes = buffer(numbers.length * 8);
    for (double number : numbers) {
      bytes.putDouble(number);
    }
    values.put(tag, new Value(DOUBLE, numbers.length, bytes.array()));
  }

  void ascii(int tag, String text) {
    byte[] bytes = (text + "\0").getBytes(StandardCharsets.UTF_8);
    values.put(tag, new Value(ASCII, bytes.length, bytes));
  }

  /** Places in the file: 4 bytes each, or 8 in a BigTIFF. */
  void offsets(int tag, long base, long[] offsets) {
    ByteBuffer bytes = buffer(offsets.length * offsetBytes());
    for (long offset : offsets) {
      putOffset(bytes, base + offset);
    }
    values.put(tag, new Value(bigTiff ? LONG8 : LONG, offsets.length, bytes.array()));
  }

  /** The length of what {@link #toBytes} gives, whatever the values are. */
  long length() {
    long length = entriesLength();
    for (Value value : values.values()) {
      if (value.bytes().length > offsetBytes()) {
        length += even(value.bytes().length);
      }
    }
    return length;
  }

  /**
   * @param start where in the file the directory will lie
   * @param next where the next directory will lie, 0 for none
   */
  byte[] toBytes(long start, long next) {
    ByteBuffer entries = buffer(Math.toIntExact(length()));
    int outside = entriesLength();
    if (bigTiff) {
      entries.putLong(values.size());
    } else {
      entries.putShort((short) values.size());
    }
    for (var entry : values.entrySet()) {
      Value value = entry.getValue();
      entries.putShort(entry.getKey().shortValue()).putShort((short) value.type());
      putOffset(entries, value.count());
      int length = value.bytes().length;
      if (length <= offsetBytes()) {
        entries.put(value.bytes()).position(entries.position() + offsetBytes() - length);
      } else {
        putOffset(entries, start + outside);
        entries.put(outside, value.bytes());
        outside += even(length);
      }
    }
    putOffset(entries, next);
    return entries.array();
  }

  private int entriesLength() {
    int count = values.size();
    return even(bigTiff ? 8 + 20 * count + 8 : 2 + 12 * count + 4);
  }

  private int offsetBytes() {
    return bigTiff ? 8 : 4;
  }

  private void putOffset(ByteBuffer bytes, long offset) {
    if (bigTiff) {
      bytes.putLong(offset);
    } else {
      bytes.putInt((int) offset);
    }
  }

  private static int even(int length) {
    return length + (length & 1);
  }

  private static ByteBuffer buffer(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }
}

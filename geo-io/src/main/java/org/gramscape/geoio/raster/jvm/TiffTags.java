package org.gramscape.geoio.raster.jvm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The tags of one directory of a TIFF file, by number; values are read when they are asked for. */
final class TiffTags {
  /** More than any text or table that a reader looks at has. */
  private static final int MAX_VALUE_BYTES = 64 << 20;

  private record Entry(int type, long count, long offset) {}

  private final TiffFile file;
  private final Map<Integer, Entry> entries = new HashMap<>();
  private final Set<Integer> damaged = new HashSet<>();

  TiffTags(TiffFile file) {
    this.file = file;
  }

  /** Adds a value that lies within the file; of two of a number the first one counts. */
  void add(int tag, int type, long count, long offset) {
    entries.putIfAbsent(tag, new Entry(type, count, offset));
  }

  /** Notes that a directory has a tag whose value cannot be read. */
  void addDamaged(int tag) {
    damaged.add(tag);
  }

  /** Whether the value of a tag cannot be read; then the tag is as if it were absent. */
  boolean isDamaged(int tag) {
    return damaged.contains(tag) && !has(tag);
  }

  /** The bytes of a value of a type of the specification; 0 if there is no such type. */
  static int sizeOf(int type) {
    return switch (type) {
      case 1, 2, 6, 7 -> 1;
      case 3, 8 -> 2;
      case 4, 9, 11, 13 -> 4;
      case 5, 10, 12, 16, 17, 18 -> 8;
      default -> 0;
    };
  }

  boolean has(int tag) {
    return entries.containsKey(tag);
  }

  /** How many values a tag has; 0 if it is absent. */
  long count(int tag) {
    return has(tag) ? entries.get(tag).count : 0;
  }

  /** The first number of a tag, or {@code missing} if the tag is absent. */
  long number(int tag, long missing) throws IOException {
    long[] numbers = numbers(tag, 1);
    return numbers.length == 0 ? missing : numbers[0];
  }

  /** The whole numbers of a tag; none if it is absent. */
  long[] numbers(int tag) throws IOException {
    return numbers(tag, Integer.MAX_VALUE);
  }

  /** The first whole numbers of a tag, at most {@code limit}; none if it is absent. */
  long[] numbers(int tag, int limit) throws IOException {
    double[] values = doubles(tag, limit);
    long[] numbers = new long[values.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (long) values[i];
    }
    return numbers;
  }

  /** The numbers of a tag; none if it is absent or of a type that holds no numbers. */
  double[] doubles(int tag) throws IOException {
    return doubles(tag, Integer.MAX_VALUE);
  }

  private double[] doubles(int tag, int limit) throws IOException {
    Entry entry = entries.get(tag);
    if (entry == null || entry.type == 2) {
      return new double[0];
    }
    int size = sizeOf(entry.type);
    int count = (int) Math.min(limit, Math.min(entry.count, MAX_VALUE_BYTES / size));
    ByteBuffer bytes = file.bytes(entry.offset, count * size);
    double[] numbers = new double[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = number(bytes, entry.type, i * size);
    }
    return numbers;
  }

  private static double number(ByteBuffer bytes, int type, int at) {
    return switch (type) {
      case 1, 7 -> bytes.get(at) & 0xff;
      case 3 -> bytes.getShort(at) & 0xffff;
      case 4, 13 -> bytes.getInt(at) & 0xffffffffL;
      case 5 -> (bytes.getInt(at) & 0xffffffffL) / (double) (bytes.getInt(at + 4) & 0xffffffffL);
      case 6 -> bytes.get(at);
      case 8 -> bytes.getShort(at);
      case 9 -> bytes.getInt(at);
      case 10 -> bytes.getInt(at) / (double) bytes.getInt(at + 4);
      case 11 -> bytes.getFloat(at);
      case 12 -> bytes.getDouble(at);
      default -> bytes.getLong(at);
    };
  }

  /** The bytes of a tag; none if it is absent. */
  byte[] bytes(int tag) throws IOException {
    Entry entry = entries.get(tag);
    if (entry == null) {
      return new byte[0];
    }
    long length = entry.count * sizeOf(entry.type);
    return file.read(entry.offset, (int) Math.min(length, MAX_VALUE_BYTES));
  }

  /** The text of an ASCII tag, or "". */
  String text(int tag) throws IOException {
    byte[] bytes = bytes(tag);
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] == 0) {
      end--;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }
}

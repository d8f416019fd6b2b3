package org.gramscape.geoio.raster.jvm;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.gramscape.geoio.InvalidRasterException;

/**
 * An open TIFF or BigTIFF file of either byte order (TIFF 6.0; BigTIFF as libtiff has it).
 *
 * <p>What is read is what the file has: no count or offset in it is believed before it is compared
 * with the file's length.
 */
final class TiffFile implements AutoCloseable {
  /** More directories than any pyramid with masks has; a file of more is a fax or hostile. */
  private static final int MAX_DIRECTORIES = 256;

  /** More than any directory needs; libtiff has the same limit. */
  private static final int MAX_ENTRIES = 4096;

  private static final int CLASSIC = 42;
  private static final int BIG = 43;

  private final Path path;
  private final RandomAccessFile file;
  private final long length;
  private final ByteOrder order;
  private final boolean big;
  private final List<TiffTags> directories = new ArrayList<>();

  private TiffFile(Path path, RandomAccessFile file) throws IOException {
    this.path = path;
    this.file = file;
    this.length = file.length();
    ByteBuffer header = ByteBuffer.wrap(read(0, (int) Math.min(16, length)));
    if (header.capacity() < 8) {
      throw notTiff("it has " + length + " bytes");
    }
    this.order =
        switch (header.getShort(0)) {
          case 0x4949 -> ByteOrder.LITTLE_ENDIAN;
          case 0x4d4d -> ByteOrder.BIG_ENDIAN;
          default -> throw notTiff("it begins otherwise");
        };
    header.order(order);
    int version = header.getShort(2);
    this.big = version == BIG;
    if (!big && version != CLASSIC || big && (header.capacity() < 16 || header.getShort(4) != 8)) {
      throw notTiff("its version is " + version);
    }
    readDirectories(big ? header.getLong(8) : header.getInt(4) & 0xffffffffL);
  }

  /**
   * Opens a file and reads its directories in their order, the first 256 at most.
   *
   * @throws InvalidRasterException if it is not a TIFF file or its first directory is damaged
   */
  static TiffFile open(Path path) throws IOException {
    RandomAccessFile file = new RandomAccessFile(path.toFile(), "r");
    try {
      return new TiffFile(path, file);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** Whether a file begins as a TIFF file does. */
  static boolean isTiff(Path path) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      byte[] start = new byte[4];
      file.readFully(start);
      boolean little = start[0] == 'I' && start[1] == 'I' && start[3] == 0;
      boolean bigEndian = start[0] == 'M' && start[1] == 'M' && start[2] == 0;
      int version = little ? start[2] : start[3];
      return (little || bigEndian) && (version == CLASSIC || version == BIG);
    } catch (EOFException tooShort) {
      return false;
    }
  }

  private InvalidRasterException notTiff(String why) {
    return new InvalidRasterException(path + " is not a readable TIFF file: " + why);
  }

  private void readDirectories(long first) throws IOException {
    Set<Long> seen = new HashSet<>();
    long at = first;
    while (at != 0 && seen.add(at) && directories.size() < MAX_DIRECTORIES) {
      try {
        at = readDirectory(at);
      } catch (InvalidRasterException e) {
        // A damaged chain still leaves the directories before the damage.
        if (directories.isEmpty()) {
          throw e;
        }
        return;
      }
    }
    if (directories.isEmpty()) {
      throw new InvalidRasterException(path + " is a TIFF file without an image");
    }
  }

  /** Returns the place of the next directory, or 0. */
  private long readDirectory(long at) throws IOException {
    int countBytes = big ? 8 : 2;
    int entryBytes = big ? 20 : 12;
    int nextBytes = big ? 8 : 4;
    requireWithin(at, countBytes);
    ByteBuffer start = bytes(at, countBytes);
    long count = big ? start.getLong() : start.getShort() & 0xffff;
    if (count < 1 || count > MAX_ENTRIES) {
      throw notTiff("a directory declares " + count + " entries");
    }
    int entriesLength = (int) count * entryBytes;
    requireWithin(at + countBytes, entriesLength);
    TiffTags tags = new TiffTags(this);
    ByteBuffer entries = bytes(at + countBytes, entriesLength);
    for (int i = 0; i < count; i++) {
      addEntry(tags, entries, i * entryBytes, at + countBytes);
    }
    directories.add(tags);
    long next = at + countBytes + entriesLength;
    if (next > length - nextBytes) {
      return 0;
    }
    return big ? bytes(next, 8).getLong() : bytes(next, 4).getInt() & 0xffffffffL;
  }

  /** A value beyond the end of the file is as if it were not there. */
  private void addEntry(TiffTags tags, ByteBuffer entries, int entry, long entriesAt) {
    int tag = entries.getShort(entry) & 0xffff;
    int type = entries.getShort(entry + 2) & 0xffff;
    int size = TiffTags.sizeOf(type);
    long count = big ? entries.getLong(entry + 4) : entries.getInt(entry + 4) & 0xffffffffL;
    if (size == 0 || count < 1 || count > length / size) {
      tags.addDamaged(tag);
      return;
    }
    int valueAt = entry + (big ? 12 : 8);
    long offset = entriesAt + valueAt;
    if (count * size > (big ? 8 : 4)) {
      offset = big ? entries.getLong(valueAt) : entries.getInt(valueAt) & 0xffffffffL;
    }
    if (isWithin(offset, count * size)) {
      tags.add(tag, type, count, offset);
    } else {
      tags.addDamaged(tag);
    }
  }

  private boolean isWithin(long offset, long count) {
    return offset >= 0 && count <= length && offset <= length - count;
  }

  private void requireWithin(long offset, long count) throws InvalidRasterException {
    if (!isWithin(offset, count)) {
      throw notTiff("a directory lies beyond its end");
    }
  }

  ByteBuffer bytes(long offset, int count) throws IOException {
    return ByteBuffer.wrap(read(offset, count)).order(order);
  }

  /** Bytes that lie within the file. */
  byte[] read(long offset, int count) throws IOException {
    byte[] bytes = new byte[count];
    file.seek(offset);
    file.readFully(bytes);
    return bytes;
  }

  Path path() {
    return path;
  }

  long length() {
    return length;
  }

  ByteOrder order() {
    return order;
  }

  List<TiffTags> directories() {
    return directories;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}

package org.gramscape.geoio.raster;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.gramscape.geoio.UnusableInputException;

/**
 * Valid TIFF files in which a few things were changed: header, directory entries, bytes, length. A
 * seed and a number always give the same file.
 */
record MutatedTiffs(List<byte[]> originals, long seed) {
  /** What tends to be one too many, or one too few. */
  private static final long[] EDGES = {
    0,
    1,
    2,
    3,
    7,
    255,
    256,
    32767,
    32768,
    65535,
    65536,
    1 << 20,
    0x7fffffffL,
    0x80000000L,
    0xfffffffeL,
    0xffffffffL,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };

  /** Reads the originals of a folder, and as a program those that are changed. */
  public static void main(String[] arguments) throws IOException {
    MutatedTiffs tiffs = of(Path.of(arguments[0]), Long.parseLong(arguments[2]));
    Path file = Files.createTempFile("mutated", ".tif");
    for (int number = 0; number < Integer.parseInt(arguments[3]); number++) {
      System.out.println(number);
      Files.write(file, tiffs.get(number));
      read(file, Backend.valueOf(arguments[1]));
    }
    Files.delete(file);
    System.out.println(ChildJvm.peakResidentMebibytes());
  }

  static MutatedTiffs of(Path folder, long seed) throws IOException {
    List<byte[]> originals = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(file -> file.toString().endsWith(".tif")).sorted().toList()) {
        originals.add(Files.readAllBytes(file));
      }
    }
    return new MutatedTiffs(originals, seed);
  }

  /** Opens a file and reads of it what a command would; returns whether it is not refused. */
  static boolean read(Path file, Backend backend) throws IOException {
    try (RasterSource source = Rasters.open(file.toString(), backend)) {
      RasterInfo info = source.info();
      int[] bands =
          info.bands().size() == 1 ? new int[] {0} : new int[] {info.bands().size() - 1, 0};
      int width = Math.min(64, info.width());
      int height = Math.min(64, info.height());
      source.read(new Window(0, 0, width, height), bands);
      source.read(new Window(info.width() - width, info.height() - height, width, height), bands);
      return true;
    } catch (UnusableInputException refusal) {
      if (refusal.getMessage().contains("\n") || refusal.getMessage().contains("null")) {
        throw new AssertionError(refusal.getMessage(), refusal);
      }
      return false;
    }
  }

  byte[] get(int number) {
    Random random = new Random(seed * 1_000_003 + number);
    byte[] file = originals.get(random.nextInt(originals.size())).clone();
    for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
      file = change(file, random);
    }
    return file;
  }

  private static byte[] change(byte[] file, Random random) {
    switch (random.nextInt(8)) {
      case 0 -> {
        for (int i = random.nextInt(8); i >= 0 && file.length > 0; i--) {
          file[random.nextInt(file.length)] = (byte) random.nextInt();
        }
      }
      case 1 -> {
        return Arrays.copyOf(file, random.nextInt(file.length + 1));
      }
      case 2 -> {
        if (file.length > 64) {
          int count = random.nextInt(64);
          int from = random.nextInt(file.length - count);
          System.arraycopy(file, from, file, random.nextInt(file.length - count), count);
        }
      }
      default -> changeEntry(file, random);
    }
    return file;
  }

  /** Puts an edge into a field of an entry of the first directory. */
  private static void changeEntry(byte[] file, Random random) {
    if (file.length < 16) {
      return;
    }
    ByteBuffer bytes =
        ByteBuffer.wrap(file)
            .order(file[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    boolean big = bytes.getShort(2) == 43;
    long directory = big ? bytes.getLong(8) : bytes.getInt(4);
    int entryBytes = big ? 20 : 12;
    int start = (int) directory + (big ? 8 : 2);
    if (directory < 8 || directory > file.length - entryBytes - 8) {
      return;
    }
    int count = bytes.getShort((int) directory + (big && file[0] == 'M' ? 6 : 0)) & 0xff;
    int entry = start + random.nextInt(count + 1) * entryBytes;
    if (entry > file.length - entryBytes) {
      return;
    }
    long edge = EDGES[random.nextInt(EDGES.length)] + random.nextInt(2);
    switch (random.nextInt(6)) {
      case 0 -> bytes.putShort(entry, (short) (254 + random.nextInt(90)));
      case 1 -> bytes.putShort(entry + 2, (short) random.nextInt(20));
      case 2 -> bytes.putInt(entry + 4, (int) edge);
      case 3 -> bytes.putShort(entry + entryBytes - 4, (short) edge);
      default -> {
        if (big) {
          bytes.putLong(entry + 12, edge);
        } else {
          bytes.putInt(entry + 8, (int) edge);
        }
      }
    }
  }
}

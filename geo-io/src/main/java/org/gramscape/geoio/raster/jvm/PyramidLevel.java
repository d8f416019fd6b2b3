package org.gramscape.geoio.raster.jvm;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.util.Arrays;
import org.gramscape.geoio.PendingFile;

/**
 * One resolution of a raster being written: gathers rows into a row of tiles, has those encoded and
 * packs them onto a temporary file, and hands pairs of rows, halved, to the next smaller level.
 *
 * <p>Memory: one row of tiles.
 */
final class PyramidLevel implements AutoCloseable {
  private static final int SIZE_BYTES = 4;

  private final int width;
  private final int height;
  private final int side;
  private final int pixelBytes;
  private final TileEncoders encoders;
  private final RowHalver halver;
  private final PyramidLevel smaller;
  private final byte[] rows;
  private final long[] tileOffsets;
  private final int[] tileLengths;
  private final PendingFile file;
  private final OutputStream out;
  private int row;
  private int tiles;
  private long length;

  /**
   * @param smaller the next level, or null
   * @param file where packed tiles wait; never committed
   */
  PyramidLevel(
      int width,
      int height,
      int side,
      int pixelBytes,
      TileEncoders encoders,
      RowHalver halver,
      PyramidLevel smaller,
      PendingFile file)
      throws IOException {
    this.width = width;
    this.height = height;
    this.side = side;
    this.pixelBytes = pixelBytes;
    this.encoders = encoders;
    this.halver = halver;
    this.smaller = smaller;
    this.rows = new byte[Math.multiplyExact(Math.multiplyExact(width, pixelBytes), side)];
    int count = Math.multiplyExact(tilesAcross(), (height - 1) / side + 1);
    this.tileOffsets = new long[count];
    this.tileLengths = new int[count];
    this.file = file;
    this.out = new BufferedOutputStream(Files.newOutputStream(file.path()), 1 << 16);
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  private int tilesAcross() {
    return (width - 1) / side + 1;
  }

  /** Bytes on the temporary file so far. */
  long length() {
    return length;
  }

  /** Where the tiles begin, from the start of this level's part of the file. */
  long[] tileOffsets() {
    return tileOffsets;
  }

  int[] tileLengths() {
    return tileLengths;
  }

  /** Takes the next row, {@code [width, bands]}. */
  void add(byte[] source) throws IOException {
    int rowBytes = width * pixelBytes;
    int slot = row % side;
    System.arraycopy(source, 0, rows, slot * rowBytes, rowBytes);
    row++;
    boolean last = row == height;
    if (smaller != null && (row % 2 == 0 || last)) {
      int upper = row % 2 == 0 ? slot - 1 : slot;
      smaller.add(halver.halve(rows, upper * rowBytes, slot * rowBytes, width));
    }
    if (slot == side - 1 || last) {
      packTiles(slot + 1);
    }
  }

  private void packTiles(int filled) throws IOException {
    for (int column = 0; column < width; column += side) {
      TileEncoder encoder = encoders.next();
      fill(encoder.tile(), column, filled);
      encoders.encode(encoder, this::store);
    }
  }

  /** Copies a tile out of the first {@code filled} rows. */
  private void fill(byte[] tile, int column, int filled) {
    int tileRow = side * pixelBytes;
    int used = Math.min(side, width - column) * pixelBytes;
    for (int r = 0; r < side; r++) {
      int start = r * tileRow;
      // Beyond the raster's edges the edge pixels repeat: smooth, so they compress well.
      int from = (Math.min(r, filled - 1) * width + column) * pixelBytes;
      System.arraycopy(rows, from, tile, start, used);
      for (int at = used; at < tileRow; at += pixelBytes) {
        System.arraycopy(tile, start + used - pixelBytes, tile, start + at, pixelBytes);
      }
    }
  }

  /** A tile between its size and a repetition of its last bytes, as GDAL's COG layout has it. */
  private void store(byte[] encoded, int size) throws IOException {
    for (int shift = 0; shift < 32; shift += 8) {
      out.write(size >>> shift);
    }
    out.write(encoded, 0, size);
    byte[] trailer = Arrays.copyOfRange(encoded, Math.max(0, size - SIZE_BYTES), size);
    out.write(Arrays.copyOf(trailer, SIZE_BYTES));
    tileOffsets[tiles] = length + SIZE_BYTES;
    tileLengths[tiles] = size;
    tiles++;
    length += size + 2L * SIZE_BYTES;
  }

  /** Appends all tiles to {@code target}. */
  void copyTo(FileChannel target) throws IOException {
    out.flush();
    try (FileChannel source = FileChannel.open(file.path())) {
      for (long done = 0; done < length; ) {
        done += source.transferTo(done, length - done, target);
      }
    }
  }

  boolean isComplete() {
    return row == height;
  }

  int rowsTaken() {
    return row;
  }

  @Override
  public void close() throws IOException {
    try (file) {
      out.close();
    }
  }
}

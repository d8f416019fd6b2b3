package org.gramscape.geoio.raster.jvm;

import org.gramscape.geoio.raster.SampleType;

/**
 * Turns tiles of pixel-interleaved little-endian samples into what the file holds: differences of
 * neighbours (TIFF 6.0 section 14 for integers, Adobe's TIFF Technical Note 3 for floats), then
 * Deflate. One tile at a time, one thread at a time.
 */
final class TileEncoder implements AutoCloseable {
  private final SampleType type;
  private final int bands;
  private final int side;
  private final boolean predictor;
  private final TileDeflater deflater;
  private final byte[] tile;
  private final byte[] row;
  private int length;

  TileEncoder(SampleType type, int bands, int side, CreationOptions options) {
    this.type = type;
    this.bands = bands;
    this.side = side;
    this.predictor = predictor(options);
    int rowBytes = side * bands * type.bytes();
    this.tile = new byte[Math.multiplyExact(side, rowBytes)];
    this.row = new byte[rowBytes];
    this.deflater = options.deflate() ? new TileDeflater(options.level(type), tile.length) : null;
  }

  private static boolean predictor(CreationOptions options) {
    return options.deflate() && options.predictor();
  }

  /** TIFF's number of the predictor that tiles are encoded with. */
  static int predictorCode(SampleType type, CreationOptions options) {
    if (!predictor(options)) {
      return 1;
    }
    return type.isFloat() ? 3 : 2;
  }

  /** {@code [side, side, bands]}, to be filled before {@link #encode}, which overwrites it. */
  byte[] tile() {
    return tile;
  }

  /** What {@link #encode} made, in the first {@link #length} bytes. */
  byte[] encoded() {
    return deflater == null ? tile : deflater.packed();
  }

  int length() {
    return length;
  }

  void encode() {
    if (deflater == null) {
      length = tile.length;
      return;
    }
    if (predictor) {
      for (int start = 0; start < tile.length; start += row.length) {
        if (type.isFloat()) {
          differenceFloats(start);
        } else {
          differenceIntegers(start);
        }
      }
    }
    length = deflater.pack(tile);
  }

  /** Every sample less the one of the same band to its left, in the type's own arithmetic. */
  private void differenceIntegers(int start) {
    int size = type.bytes();
    int stride = bands * size;
    for (int i = start + row.length - size; i >= start + stride; i -= size) {
      int borrow = 0;
      for (int b = 0; b < size; b++) {
        int difference = (tile[i + b] & 0xff) - (tile[i + b - stride] & 0xff) - borrow;
        tile[i + b] = (byte) difference;
        borrow = difference < 0 ? 1 : 0;
      }
    }
  }

  /** All most significant bytes of a row, then all second ones ...; then byte differences. */
  private void differenceFloats(int start) {
    int size = type.bytes();
    int samples = side * bands;
    for (int b = 0; b < size; b++) {
      int plane = (size - 1 - b) * samples;
      for (int i = 0; i < samples; i++) {
        row[plane + i] = tile[start + i * size + b];
      }
    }
    System.arraycopy(row, 0, tile, start, bands);
    for (int i = bands; i < row.length; i++) {
      tile[start + i] = (byte) (row[i] - row[i - bands]);
    }
  }

  @Override
  public void close() {
    if (deflater != null) {
      deflater.close();
    }
  }
}

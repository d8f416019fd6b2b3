package org.gramscape.geoio.raster.jvm;

import java.util.zip.Deflater;
import org.gramscape.geoio.raster.SampleType;

/**
 * Turns tiles of pixel-interleaved little-endian samples into what the file holds: differences of
 * neighbours (TIFF 6.0 section 14 for integers, Adobe's TIFF Technical Note 3 for floats), then
 * Deflate.
 */
final class TileEncoder implements AutoCloseable {
  private final SampleType type;
  private final int bands;
  private final int side;
  private final boolean predictor;
  private final Deflater deflater;
  private final byte[] shuffled;
  private byte[] packed;

  TileEncoder(SampleType type, int bands, int side, CreationOptions options) {
    this.type = type;
    this.bands = bands;
    this.side = side;
    this.predictor = options.deflate() && options.predictor();
    this.deflater = options.deflate() ? new Deflater(Deflater.DEFAULT_COMPRESSION) : null;
    this.shuffled = new byte[rowBytes()];
    this.packed = new byte[tileBytes() / 2 + 1024];
  }

  int rowBytes() {
    return side * bands * type.bytes();
  }

  int tileBytes() {
    return side * rowBytes();
  }

  /** TIFF's number of the predictor in use. */
  int predictorCode() {
    if (!predictor) {
      return 1;
    }
    return type.isFloat() ? 3 : 2;
  }

  /** What {@link #encode} found. */
  record Encoded(byte[] bytes, int length) {}

  /** Encodes a tile, whose samples are overwritten; the result is good until the next call. */
  Encoded encode(byte[] tile) {
    if (deflater == null) {
      return new Encoded(tile, tileBytes());
    }
    if (predictor) {
      for (int row = 0; row < side; row++) {
        if (type.isFloat()) {
          differenceFloats(tile, row * rowBytes());
        } else {
          differenceIntegers(tile, row * rowBytes());
        }
      }
    }
    deflater.reset();
    deflater.setInput(tile, 0, tileBytes());
    deflater.finish();
    int length = 0;
    while (!deflater.finished()) {
      if (length == packed.length) {
        packed = java.util.Arrays.copyOf(packed, packed.length * 2);
      }
      length += deflater.deflate(packed, length, packed.length - length);
    }
    return new Encoded(packed, length);
  }

  /** Every sample less the one of the same band to its left, in the type's own arithmetic. */
  private void differenceIntegers(byte[] tile, int start) {
    int size = type.bytes();
    int stride = bands * size;
    for (int i = start + rowBytes() - size; i >= start + stride; i -= size) {
      int borrow = 0;
      for (int b = 0; b < size; b++) {
        int difference = (tile[i + b] & 0xff) - (tile[i + b - stride] & 0xff) - borrow;
        tile[i + b] = (byte) difference;
        borrow = difference < 0 ? 1 : 0;
      }
    }
  }

  /** All most significant bytes of a row, then all second ones ...; then byte differences. */
  private void differenceFloats(byte[] tile, int start) {
    int size = type.bytes();
    int samples = side * bands;
    for (int i = 0; i < samples; i++) {
      for (int b = 0; b < size; b++) {
        shuffled[(size - 1 - b) * samples + i] = tile[start + i * size + b];
      }
    }
    for (int i = rowBytes() - 1; i >= bands; i--) {
      shuffled[i] -= shuffled[i - bands];
    }
    System.arraycopy(shuffled, 0, tile, start, rowBytes());
  }

  @Override
  public void close() {
    if (deflater != null) {
      deflater.end();
    }
  }
}

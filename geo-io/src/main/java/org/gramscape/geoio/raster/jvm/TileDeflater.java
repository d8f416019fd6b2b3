package org.gramscape.geoio.raster.jvm;

import com.intel.gkl.compression.IntelDeflater;
import java.nio.ByteBuffer;
import java.util.zip.Adler32;
import java.util.zip.Deflater;

/**
 * Packs one tile after the other into zlib streams (RFC 1950). At level 1 by Intel's ISA-L where
 * its library runs, six times as fast and a little smaller than Java's; else by Java's.
 */
final class TileDeflater implements AutoCloseable {
  private static final int FAST_LEVEL = 1;

  /** A window of 32 KiB, compressed with the fastest method (RFC 1950, section 2.2). */
  private static final short ZLIB_HEADER = 0x7801;

  /** What Deflate adds at most: 5 bytes a stored block, and libraries' own slack. */
  private static final int SLACK = 1024;

  /** Whether ISA-L's library could be loaded. */
  private static final boolean HAS_FAST = loadFast();

  private final boolean fast;
  private final Deflater deflater;
  private final byte[] packed;

  /**
   * @param level 1 to 9
   * @param length bytes of a tile
   */
  TileDeflater(int level, int length) {
    this.fast = HAS_FAST && level == FAST_LEVEL;
    this.deflater = fast ? new IntelDeflater(level, true) : new Deflater(level);
    this.packed = new byte[length + length / 8 + SLACK];
  }

  private static boolean loadFast() {
    try {
      return System.getProperty("os.arch").equals("amd64") && new IntelDeflater().load(null);
    } catch (LinkageError e) {
      return false;
    }
  }

  /** Packs a tile; the length of what {@link #packed} then begins with. */
  int pack(byte[] tile) {
    deflater.reset();
    deflater.setInput(tile, 0, tile.length);
    deflater.finish();
    int length = deflater.deflate(packed, 0, packed.length);
    if (!deflater.finished()) {
      throw new IllegalStateException("a tile of " + tile.length + " bytes could not be packed");
    }
    return fast ? wrap(length, tile) : length;
  }

  /** Puts bare Deflate, which is all that ISA-L gives, between header and checksum. */
  private int wrap(int length, byte[] tile) {
    System.arraycopy(packed, 0, packed, Short.BYTES, length);
    Adler32 checksum = new Adler32();
    checksum.update(tile, 0, tile.length);
    ByteBuffer.wrap(packed)
        .putShort(ZLIB_HEADER)
        .position(Short.BYTES + length)
        .putInt((int) checksum.getValue());
    return Short.BYTES + length + Integer.BYTES;
  }

  byte[] packed() {
    return packed;
  }

  @Override
  public void close() {
    deflater.end();
  }
}

package org.gramscape.geoio.raster.jvm.decode;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.util.zip.DataFormatException;

/** Zstandard (RFC 8878), as libtiff stores it. */
final class ZstdFrames {
  private ZstdFrames() {}

  static void decode(byte[] stored, byte[] block) throws DataFormatException {
    long result;
    try {
      // At once into the block: a stream would first set aside the window that the data ask for.
      result = Zstd.decompressByteArray(block, 0, block.length, stored, 0, stored.length);
    } catch (ZstdException e) {
      throw new DataFormatException(e.getMessage());
    }
    if (result < block.length) {
      throw Compression.tooFew((int) result, block.length);
    }
  }
}

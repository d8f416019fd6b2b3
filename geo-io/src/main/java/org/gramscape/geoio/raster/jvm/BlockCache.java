package org.gramscape.geoio.raster.jvm;

import java.io.IOException;
import java.lang.ref.SoftReference;
import java.util.LinkedHashMap;
import java.util.Map;
import org.gramscape.geoio.raster.jvm.decode.Plane;

/**
 * Keeps the tiles or strips of one image that were used last, so that windows read one after
 * another decode each only once.
 *
 * <p>It keeps two rows of blocks, as windows may lie across both, or 64 MiB where that is more. The
 * references are soft: this memory is given back before any other is refused, so no sum of what a
 * run needs counts it.
 */
final class BlockCache {
  private static final long BYTES = 64L << 20;

  /** Decodes a block. */
  interface Decoder {
    Plane[] decode(int block) throws IOException;
  }

  private final Decoder decoder;
  private final Map<Integer, SoftReference<Plane[]>> blocks;

  /**
   * @param twoRows how many blocks two rows of them are
   * @param blockBytes the size of a decoded block
   */
  BlockCache(Decoder decoder, long twoRows, long blockBytes) {
    this.decoder = decoder;
    long capacity = Math.max(twoRows, BYTES / blockBytes);
    this.blocks =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<Integer, SoftReference<Plane[]>> eldest) {
            return size() > capacity;
          }
        };
  }

  /**
   * The samples of a block, a plane a band.
   *
   * @throws org.gramscape.geoio.InvalidRasterException if the file is damaged there
   */
  Plane[] read(int block) throws IOException {
    SoftReference<Plane[]> kept = blocks.get(block);
    Plane[] planes = kept == null ? null : kept.get();
    if (planes == null) {
      planes = decoder.decode(block);
      blocks.put(block, new SoftReference<>(planes));
    }
    return planes;
  }
}

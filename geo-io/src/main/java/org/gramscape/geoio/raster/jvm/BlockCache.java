package org.gramscape.geoio.raster.jvm;

import java.awt.Rectangle;
import java.awt.image.Raster;
import java.lang.ref.SoftReference;
import java.util.LinkedHashMap;
import java.util.Map;
import org.gramscape.geoio.InvalidRasterException;

/**
 * Keeps the tiles or strips of one image that were used last, so that narrow windows read one after
 * another decode each only once.
 *
 * <p>It keeps two rows of blocks, as windows may lie across both, or 64 MiB where that is more. The
 * references are soft: this memory is given back before any other is refused, so no sum of what a
 * run needs counts it.
 */
final class BlockCache {
  private static final long BYTES = 64L << 20;

  /** Decodes a part of the image that lies within one block. */
  interface Decoder {
    Raster decode(Rectangle part) throws InvalidRasterException;
  }

  private final TiffImage image;
  private final Decoder decoder;
  private final long blockBytes;
  private final Map<Integer, SoftReference<Raster>> blocks;

  BlockCache(TiffImage image, Decoder decoder) {
    this.image = image;
    this.decoder = decoder;
    this.blockBytes =
        (long) image.blockWidth()
            * image.blockHeight()
            * image.bands()
            * image.sampleType().bytes();
    long capacity = Math.max(2L * image.blocksAcross(), BYTES / blockBytes);
    this.blocks =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<Integer, SoftReference<Raster>> eldest) {
            return size() > capacity;
          }
        };
  }

  /**
   * The pixels of a part of one block, whose first one is at column and row 0.
   *
   * @param index the block's, counted along rows
   * @throws InvalidRasterException if the file is damaged there
   */
  Raster read(int index, Rectangle part) throws InvalidRasterException {
    if (blockBytes > BYTES) {
      // A whole image in one strip, say: to hold all of it for a small part may be too much.
      return decoder.decode(part);
    }
    Rectangle block = block(index);
    SoftReference<Raster> kept = blocks.get(index);
    Raster pixels = kept == null ? null : kept.get();
    if (pixels == null) {
      pixels = decoder.decode(block);
      blocks.put(index, new SoftReference<>(pixels));
    }
    return pixels.createChild(
        part.x - block.x, part.y - block.y, part.width, part.height, 0, 0, null);
  }

  private Rectangle block(int index) {
    int x = index % image.blocksAcross() * image.blockWidth();
    int y = index / image.blocksAcross() * image.blockHeight();
    return new Rectangle(
        x,
        y,
        Math.min(image.blockWidth(), image.width() - x),
        Math.min(image.blockHeight(), image.height() - y));
  }
}

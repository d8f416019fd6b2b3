package org.gramscape.geoio.raster.jvm;

import java.io.IOException;
import java.util.zip.DataFormatException;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.raster.Window;
import org.gramscape.geoio.raster.jvm.decode.BlockDecoder;
import org.gramscape.geoio.raster.jvm.decode.Compression;
import org.gramscape.geoio.raster.jvm.decode.Plane;

/** The pixels of one image of an open file, a band and a window at a time. */
final class TiffPixels {
  private final TiffFile file;
  private final TiffImage image;
  private final TiffLayout layout;
  private final BlockDecoder decoder;
  private final BlockCache cache;
  private int decodes;

  TiffPixels(TiffFile file, TiffImage image) {
    this.file = file;
    this.image = image;
    this.layout = image.layout();
    this.decoder = new BlockDecoder(image.format());
    long blockBytes =
        (long) layout.blockWidth()
            * layout.blockHeight()
            * layout.samplesPerBlockPixel()
            * image.sampleType().bytes();
    int planes = layout.planar() ? layout.bands() : 1;
    this.cache = new BlockCache(this::decode, 2L * layout.blocksAcross() * planes, blockBytes);
  }

  TiffImage image() {
    return image;
  }

  /** How many tiles or strips were decoded so far. */
  int decodes() {
    return decodes;
  }

  /** Takes the part of one tile or strip that lies within a window. */
  interface Consumer {
    /**
     * @param samples the block's, of the band; null if the file leaves the block out
     * @param from where the part's first sample stands in them
     * @param stride samples from one row of the block to the next
     * @param part its place in the image
     */
    void accept(Plane samples, int from, int stride, Window part);
  }

  /**
   * Hands over the blocks of a band that a window touches, decoded.
   *
   * @throws InvalidRasterException if the file is damaged there
   */
  void read(Window window, int band, Consumer consumer) throws IOException {
    int firstBlock = layout.planar() ? band * layout.blocks() : 0;
    int lastRow = (window.endRow() - 1) / layout.blockHeight();
    int lastColumn = (window.endColumn() - 1) / layout.blockWidth();
    for (int r = window.row() / layout.blockHeight(); r <= lastRow; r++) {
      for (int c = window.column() / layout.blockWidth(); c <= lastColumn; c++) {
        int block = firstBlock + r * layout.blocksAcross() + c;
        int x = c * layout.blockWidth();
        int y = r * layout.blockHeight();
        int left = Math.max(x, window.column());
        int top = Math.max(y, window.row());
        Window part =
            new Window(
                left,
                top,
                Math.min(layout.blockWidth(), window.endColumn() - x) - (left - x),
                Math.min(layout.blockHeight(), window.endRow() - y) - (top - y));
        Plane samples =
            layout.isLeftOut(block) ? null : cache.read(block)[layout.planar() ? 0 : band];
        int from = (top - y) * layout.blockWidth() + left - x;
        consumer.accept(samples, from, layout.blockWidth(), part);
      }
    }
  }

  private Plane[] decode(int block) throws IOException {
    decodes++;
    int rows = layout.storedRows(block);
    long needed = image.format().rowBytes() * rows;
    // Whatever follows the bytes that a block can need is not the block's.
    long most = image.format().compression() == Compression.NONE ? needed : 2 * needed + (1 << 20);
    byte[] stored =
        file.read(layout.offsets()[block], (int) Math.min(layout.counts()[block], most));
    try {
      return decoder.decode(stored, rows);
    } catch (DataFormatException e) {
      int inPlane = block % layout.blocks();
      throw new InvalidRasterException(
          "%s cannot be decoded at column %d, row %d (%s); fetch or export it again"
              .formatted(
                  file.path(),
                  inPlane % layout.blocksAcross() * layout.blockWidth(),
                  inPlane / layout.blocksAcross() * layout.blockHeight(),
                  e.getMessage()),
          e);
    }
  }
}

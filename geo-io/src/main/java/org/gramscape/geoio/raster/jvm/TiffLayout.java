package org.gramscape.geoio.raster.jvm;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.raster.jvm.decode.Compression;

/**
 * Where the tiles or strips of one TIFF directory lie, checked before any of them is read: sizes
 * that no image has, places beyond the end of the file, and blocks that hold more than their stored
 * bytes can stand for are refused here, whoever reads the pixels afterwards.
 *
 * @param bands samples a pixel
 * @param bits a sample; 0 if bands differ
 * @param planar whether each band has blocks of its own
 * @param blockWidth the width of a tile, or of the image if it is in strips
 * @param offsets of the blocks, along rows and band after band; 0 where the file leaves one out
 * @param counts of stored bytes; 0 where the file leaves a block out
 */
record TiffLayout(
    int width,
    int height,
    int bands,
    int bits,
    boolean planar,
    long compression,
    boolean tiled,
    int blockWidth,
    int blockHeight,
    long[] offsets,
    long[] counts) {

  /**
   * Rows of an uncompressed strip can be read apart: those of one huge strip in parts like this.
   */
  private static final int CHOPPED_BYTES = 1 << 20;

  /** A tile or strip of more is no reader's. */
  private static final long MAX_BLOCK_BYTES = 512L << 20;

  private static final int MAX_BLOCKS = 1 << 23;

  int blocksAcross() {
    return (width - 1) / blockWidth + 1;
  }

  int blocksDown() {
    return (height - 1) / blockHeight + 1;
  }

  /** The blocks of one plane. */
  int blocks() {
    return blocksAcross() * blocksDown();
  }

  /** Samples of a pixel within one block. */
  int samplesPerBlockPixel() {
    return planar ? 1 : bands;
  }

  /** The rows that a block stores: the last strip has no more than the image. */
  int storedRows(int block) {
    int row = block % blocks() / blocksAcross() * blockHeight;
    return tiled ? blockHeight : Math.min(blockHeight, height - row);
  }

  boolean isLeftOut(int block) {
    return offsets[block] == 0 || counts[block] == 0;
  }

  /**
   * Reads and checks the layout of a directory.
   *
   * @throws InvalidRasterException saying what cannot be
   */
  static TiffLayout read(TiffFile file, TiffTags tags) throws IOException {
    return new Reader(file, tags).read();
  }

  private record Reader(TiffFile file, TiffTags tags) {

    /** Without these nothing is known of the pixels. */
    private static final List<Integer> ESSENTIAL =
        List.of(
            TiffTag.BITS_PER_SAMPLE,
            TiffTag.COMPRESSION,
            TiffTag.SAMPLES_PER_PIXEL,
            TiffTag.ROWS_PER_STRIP,
            TiffTag.PLANAR_CONFIGURATION,
            TiffTag.TILE_WIDTH,
            TiffTag.TILE_LENGTH);

    TiffLayout read() throws IOException {
      for (int tag : ESSENTIAL) {
        if (tags.isDamaged(tag)) {
          throw damaged("no usable value of tag " + tag);
        }
      }
      int width = size(TiffTag.IMAGE_WIDTH, "width");
      int height = size(TiffTag.IMAGE_LENGTH, "height");
      long bands = tags.number(TiffTag.SAMPLES_PER_PIXEL, 1);
      if (bands < 1 || bands > 65535 || tags.count(TiffTag.SAMPLES_PER_PIXEL) > 1) {
        throw damaged(bands + " samples a pixel");
      }
      int bits = bits((int) bands);
      long planarConfiguration = tags.number(TiffTag.PLANAR_CONFIGURATION, 1);
      if (planarConfiguration != 1 && planarConfiguration != 2) {
        throw damaged("planar configuration " + planarConfiguration);
      }
      boolean planar = planarConfiguration == 2;
      long compression = tags.number(TiffTag.COMPRESSION, 1);
      boolean tiled = tags.has(TiffTag.TILE_WIDTH);
      long rows = tags.number(TiffTag.ROWS_PER_STRIP, height);
      long blockWidth = tiled ? tags.number(TiffTag.TILE_WIDTH, 0) : width;
      long blockHeight = tiled ? tags.number(TiffTag.TILE_LENGTH, 0) : Math.min(height, rows);
      if (blockWidth < 1 || blockHeight < 1) {
        throw damaged("tiles or strips of " + blockWidth + " x " + blockHeight + " pixels");
      }
      double rowBytes = Math.ceil((double) blockWidth * (planar ? 1 : bands) * bits / 8);
      boolean chopped =
          compression == 1 && !tiled && blockHeight == height && rowBytes * height > CHOPPED_BYTES;
      int choppedHeight = (int) Math.max(1, Math.min(blockHeight, CHOPPED_BYTES / rowBytes));
      double blockBytes = rowBytes * (chopped ? choppedHeight : blockHeight);
      if (Math.max(blockWidth, blockHeight) > Integer.MAX_VALUE || blockBytes > MAX_BLOCK_BYTES) {
        throw new InvalidRasterException(
            "%s is damaged or of no use: it declares tiles or strips of %d x %d pixels, %d samples"
                    .formatted(file.path(), blockWidth, blockHeight, bands)
                + " each, which no reader holds; export it again in tiles of 512 x 512");
      }
      double blocks =
          Math.ceil((double) width / blockWidth) * Math.ceil((double) height / blockHeight);
      if (blocks * (planar ? bands : 1) > MAX_BLOCKS) {
        throw damaged("%.0f tiles or strips".formatted(blocks * (planar ? bands : 1)));
      }
      TiffLayout layout =
          places(
              new TiffLayout(
                  width,
                  height,
                  (int) bands,
                  bits,
                  planar,
                  compression,
                  tiled,
                  (int) blockWidth,
                  (int) blockHeight,
                  new long[0],
                  new long[0]),
              (long) rowBytes);
      requireStored(layout, (long) rowBytes);
      return chopped ? chop(layout, (long) rowBytes, choppedHeight) : layout;
    }

    private int size(int tag, String what) throws IOException {
      long size = tags.number(tag, 0);
      if (size < 1 || size > Integer.MAX_VALUE) {
        throw damaged("a " + what + " of " + size + " pixels");
      }
      return (int) size;
    }

    private int bits(int bands) throws IOException {
      long[] bits = tags.numbers(TiffTag.BITS_PER_SAMPLE, bands);
      if (bits.length == 0) {
        return 1;
      }
      if (Arrays.stream(bits).anyMatch(its -> its < 1 || its > 128)) {
        throw damaged(Arrays.toString(bits) + " bits a sample");
      }
      return Arrays.stream(bits).distinct().count() > 1 ? 0 : (int) bits[0];
    }

    private TiffLayout places(TiffLayout layout, long rowBytes) throws IOException {
      int needed = layout.blocks() * (layout.planar ? layout.bands : 1);
      long[] offsets =
          tags.numbers(layout.tiled ? TiffTag.TILE_OFFSETS : TiffTag.STRIP_OFFSETS, needed);
      long[] counts =
          tags.numbers(layout.tiled ? TiffTag.TILE_BYTE_COUNTS : TiffTag.STRIP_BYTE_COUNTS, needed);
      if (offsets.length < needed) {
        throw damaged(
            "%d tiles or strips and the places of only %d".formatted(needed, offsets.length));
      }
      int known = counts.length;
      if (known < needed || needed == 1 && counts[0] == 0 && offsets[0] != 0) {
        // Some writers leave counts out: then a block reaches as far as it can.
        counts = Arrays.copyOf(counts, needed);
        for (int i = needed == 1 ? 0 : known; i < needed; i++) {
          long rest = Math.max(0, file.length() - offsets[i]);
          counts[i] = offsets[i] == 0 ? 0 : Math.min(rest, rest(layout, i, rowBytes));
        }
      }
      return layout.with(layout.blockHeight, offsets, counts);
    }

    private static long rest(TiffLayout layout, int block, long rowBytes) {
      return layout.compression == 1 ? layout.storedRows(block) * rowBytes : Long.MAX_VALUE;
    }

    private void requireStored(TiffLayout layout, long rowBytes) throws IOException {
      Optional<Compression> compression = Compression.of(layout.compression);
      // Of plain strips more may be declared than they need, of halved chrominances less is stored.
      boolean plain =
          layout.compression == 1
              && !layout.tiled
              && tags.number(TiffTag.PHOTOMETRIC_INTERPRETATION, 1) != TiffImage.PHOTOMETRIC_YCBCR;
      for (int i = 0; i < layout.offsets.length; i++) {
        if (layout.isLeftOut(i)) {
          continue;
        }
        long bytes = layout.storedRows(i) * rowBytes;
        long stored = plain ? bytes : layout.counts[i];
        if (layout.offsets[i] < 0
            || layout.counts[i] < 0
            || stored > file.length()
            || layout.offsets[i] > file.length() - stored) {
          throw damaged("a tile or strip beyond the end of the file");
        }
        // Small ones need no trust.
        if (bytes > 1 << 16
            && compression.isPresent()
            && bytes / compression.get().greatestRatio() > stored) {
          throw damaged("%d bytes of pixels in %d stored ones".formatted(bytes, stored));
        }
      }
    }

    /** One strip as many. */
    private TiffLayout chop(TiffLayout layout, long rowBytes, int rows) {
      int down = (layout.height - 1) / rows + 1;
      int planes = layout.offsets.length;
      long[] offsets = new long[down * planes];
      long[] counts = new long[offsets.length];
      for (int i = 0; i < offsets.length; i++) {
        int plane = i / down;
        int row = i % down * rows;
        if (!layout.isLeftOut(plane)) {
          offsets[i] = layout.offsets[plane] + row * rowBytes;
          counts[i] = Math.min(rows, layout.height - row) * rowBytes;
        }
      }
      return layout.with(rows, offsets, counts);
    }

    private InvalidRasterException damaged(String what) {
      return new InvalidRasterException(
          file.path() + " is damaged: it declares " + what + "; fetch or export it again");
    }
  }

  private TiffLayout with(int rows, long[] places, long[] lengths) {
    return new TiffLayout(
        width, height, bands, bits, planar, compression, tiled, blockWidth, rows, places, lengths);
  }
}

package org.gramscape.geoio.raster.jvm;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.raster.SampleType;

/**
 * How the pixels of one TIFF directory are stored, checked before any of them is read.
 *
 * <p>Whatever the decoder behind {@link TiffPixels} would read wrongly, or would allocate without
 * bound for, is refused here.
 *
 * @param blockWidth the width of a tile, or of the image if it is in strips
 * @param blockHeight the height of a tile or strip
 * @param leftOut the blocks that the file does not store, counted along rows; they hold nodata
 */
record TiffImage(
    int width,
    int height,
    int bands,
    SampleType sampleType,
    int photometric,
    int blockWidth,
    int blockHeight,
    BitSet leftOut) {
  static final int PHOTOMETRIC_WHITE_IS_ZERO = 0;
  static final int PHOTOMETRIC_RGB = 2;
  static final int PHOTOMETRIC_PALETTE = 3;
  static final int PHOTOMETRIC_MASK = 4;

  int blocksAcross() {
    return (width - 1) / blockWidth + 1;
  }

  /**
   * Checks an image.
   *
   * @param name of the file, for messages
   * @param fileLength in bytes
   * @throws InvalidRasterException naming what is damaged, or what only GDAL reads
   */
  static TiffImage check(String name, TiffTags tags, long fileLength)
      throws InvalidRasterException {
    return new Checker(name, tags, fileLength, false).check();
  }

  /** Checks a transparency mask, whose one band may have one bit a sample. */
  static TiffImage checkMask(String name, TiffTags tags, long fileLength)
      throws InvalidRasterException {
    return new Checker(name, tags, fileLength, true).check();
  }

  private record Checker(String name, TiffTags tags, long fileLength, boolean mask) {
    private static final Map<Integer, String> COMPRESSIONS =
        Map.of(1, "none", 5, "LZW", 8, "Deflate", 32946, "Deflate", 32773, "PackBits");

    /** The decoder holds whole tiles or strips; larger ones do not fit into an ordinary heap. */
    private static final long MAX_BLOCK_BYTES = 512L << 20;

    private static final int UNSIGNED = 1;
    private static final int SIGNED = 2;
    private static final int FLOAT = 3;

    TiffImage check() throws InvalidRasterException {
      int width = size(TiffTag.IMAGE_WIDTH, "width");
      int height = size(TiffTag.IMAGE_LENGTH, "height");
      int bands = (int) tags.number(TiffTag.SAMPLES_PER_PIXEL, 1);
      if (bands < 1 || bands > 65535 || (mask && bands != 1)) {
        throw damaged(bands + " samples a pixel");
      }
      SampleType type = sampleType(bands);
      int photometric = photometric(bands, type);
      checkCompression(type);

      boolean tiled = tags.has(TiffTag.TILE_WIDTH);
      long rows = tags.number(TiffTag.ROWS_PER_STRIP, height);
      long blockWidth = tiled ? tags.number(TiffTag.TILE_WIDTH, 0) : width;
      long blockHeight = tiled ? tags.number(TiffTag.TILE_LENGTH, 0) : Math.min(height, rows);
      int planar = (int) tags.number(TiffTag.PLANAR_CONFIGURATION, 1);
      checkBlockSize(blockWidth, blockHeight, planar == 1 ? bands : 1, type);
      if (planar != 1 && planar != 2) {
        throw damaged("planar configuration " + planar);
      }
      if (planar == 2 && blockWidth > width) {
        throw unsupported("bands stored apart in tiles wider than the image");
      }
      long blocks = ((width - 1) / blockWidth + 1) * ((height - 1) / blockHeight + 1);
      BitSet leftOut = leftOut(tiled, blocks, planar == 2 ? bands : 1);
      return new TiffImage(
          width, height, bands, type, photometric, (int) blockWidth, (int) blockHeight, leftOut);
    }

    private int size(int tag, String what) throws InvalidRasterException {
      long size = tags.number(tag, 0);
      if (size < 1 || size > Integer.MAX_VALUE) {
        throw damaged("a " + what + " of " + size + " pixels");
      }
      return (int) size;
    }

    private SampleType sampleType(int bands) throws InvalidRasterException {
      long bits = same(TiffTag.BITS_PER_SAMPLE, bands, 1, "bits a sample");
      long format = same(TiffTag.SAMPLE_FORMAT, bands, UNSIGNED, "sample formats");
      if (mask && (bits == 1 || bits == 8)) {
        return SampleType.UINT8;
      }
      if (format == FLOAT && (bits == 32 || bits == 64)) {
        return bits == 32 ? SampleType.FLOAT32 : SampleType.FLOAT64;
      }
      if (format == SIGNED || format == UNSIGNED) {
        boolean signed = format == SIGNED;
        if (bits == 8) {
          return signed ? SampleType.INT8 : SampleType.UINT8;
        }
        if (bits == 16) {
          return signed ? SampleType.INT16 : SampleType.UINT16;
        }
        if (bits == 32) {
          return signed ? SampleType.INT32 : SampleType.UINT32;
        }
      }
      String kind =
          format == FLOAT ? "floating-point" : format == 5 || format == 6 ? "complex" : "integer";
      throw unsupported(bits + "-bit " + kind + " samples");
    }

    /** The one value that all bands share. */
    private long same(int tag, int bands, long missing, String what) throws InvalidRasterException {
      long[] values = tags.numbers(tag);
      if (values.length == 0) {
        return missing;
      }
      long[] ofBands = Arrays.copyOf(values, Math.min(bands, values.length));
      if (Arrays.stream(ofBands).distinct().count() > 1) {
        throw unsupported("bands with different " + what + " " + Arrays.toString(ofBands));
      }
      return values[0];
    }

    private int photometric(int bands, SampleType type) throws InvalidRasterException {
      int photometric = (int) tags.number(TiffTag.PHOTOMETRIC_INTERPRETATION, 1);
      boolean readable =
          switch (photometric) {
            case PHOTOMETRIC_WHITE_IS_ZERO -> bands == 1 && type == SampleType.UINT8;
            case 1 -> true;
            case PHOTOMETRIC_RGB -> bands >= 3;
            case PHOTOMETRIC_PALETTE -> tags.has(TiffTag.COLOR_MAP);
            case PHOTOMETRIC_MASK -> mask;
            default -> false;
          };
      if (!readable) {
        throw unsupported("photometric interpretation " + photometric);
      }
      return photometric;
    }

    private void checkCompression(SampleType type) throws InvalidRasterException {
      int compression = (int) tags.number(TiffTag.COMPRESSION, 1);
      if (!COMPRESSIONS.containsKey(compression)) {
        throw unsupported("compression " + compression);
      }
      int predictor = (int) tags.number(TiffTag.PREDICTOR, 1);
      if (predictor < 1 || predictor > 3) {
        throw damaged("predictor " + predictor);
      }
      if (predictor == 2 && type == SampleType.FLOAT64) {
        throw unsupported("predictor 2 on 64-bit samples");
      }
      if (tags.number(TiffTag.FILL_ORDER, 1) != 1) {
        throw unsupported("reversed bit order");
      }
    }

    private void checkBlockSize(long width, long height, int bands, SampleType type)
        throws InvalidRasterException {
      if (width < 1 || height < 1) {
        throw damaged("tiles of " + width + " x " + height + " pixels");
      }
      if ((double) width * height * bands * type.bytes() > MAX_BLOCK_BYTES) {
        throw unsupported(
            "tiles or strips of " + width + " x " + height + " x " + bands + " samples");
      }
    }

    private BitSet leftOut(boolean tiled, long blocks, int planes) throws InvalidRasterException {
      long[] offsets = tags.numbers(tiled ? TiffTag.TILE_OFFSETS : TiffTag.STRIP_OFFSETS);
      long[] counts = tags.numbers(tiled ? TiffTag.TILE_BYTE_COUNTS : TiffTag.STRIP_BYTE_COUNTS);
      if (Math.min(offsets.length, counts.length) < blocks * planes) {
        throw damaged(
            "an image of "
                + blocks * planes
                + " tiles or strips and the places of only "
                + Math.min(offsets.length, counts.length));
      }
      BitSet leftOut = new BitSet();
      for (int i = 0; i < blocks * planes; i++) {
        if (offsets[i] == 0 || counts[i] == 0) {
          if (planes > 1) {
            throw unsupported("bands stored apart and tiles that are left out");
          }
          leftOut.set(i);
        } else if (offsets[i] < 0 || counts[i] < 0 || offsets[i] > fileLength - counts[i]) {
          throw damaged("a tile or strip beyond the end of the file");
        }
      }
      return leftOut;
    }

    private InvalidRasterException damaged(String what) {
      return new InvalidRasterException(
          name + " is damaged: it declares " + what + "; fetch or export it again");
    }

    private InvalidRasterException unsupported(String what) {
      return new InvalidRasterException(
          name
              + " has "
              + what
              + ", which only the GDAL backend reads; gdal_translate -of COG IN OUT may make a"
              + " plainer file");
    }
  }
}

package org.gramscape.geoio.raster.jvm;

import java.util.Arrays;
import java.util.Map;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.raster.SampleType;

/**
 * How the pixels of one TIFF directory are stored, checked before any of them is read.
 *
 * <p>Whatever the decoders behind {@link GeoTiffSource} would read wrongly, or would allocate
 * without bound for, is refused here.
 */
record TiffImage(int width, int height, int bands, SampleType sampleType, int photometric) {
  static final int PHOTOMETRIC_RGB = 2;
  static final int PHOTOMETRIC_PALETTE = 3;

  /** The decoders hold whole tiles or strips; larger ones do not fit into an ordinary heap. */
  private static final long MAX_BLOCK_BYTES = 512L << 20;

  private static final Map<Integer, String> COMPRESSIONS =
      Map.of(1, "none", 5, "LZW", 8, "Deflate", 32946, "Deflate", 32773, "PackBits");

  /**
   * @param name of the file, for messages
   * @param fileLength in bytes
   * @throws InvalidRasterException naming what is damaged, or what only GDAL reads
   */
  static TiffImage check(String name, TiffTags tags, long fileLength)
      throws InvalidRasterException {
    return new Checker(name, tags, fileLength).check();
  }

  private record Checker(String name, TiffTags tags, long fileLength) {

    TiffImage check() throws InvalidRasterException {
      int width = size(TiffTag.IMAGE_WIDTH, "width");
      int height = size(TiffTag.IMAGE_LENGTH, "height");
      int bands = (int) tags.number(TiffTag.SAMPLES_PER_PIXEL, 1);
      if (bands < 1 || bands > 65535) {
        throw damaged(bands + " samples a pixel");
      }
      SampleType type = sampleType(bands);
      int photometric = photometric(bands);
      checkCompression();
      checkBlocks(width, height, bands, type);
      return new TiffImage(width, height, bands, type, photometric);
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
      long format = same(TiffTag.SAMPLE_FORMAT, bands, 1, "sample formats");
      if (format == 5 || format == 6) {
        throw unsupported("complex samples");
      }
      boolean signed = format == 2;
      boolean isFloat = format == 3;
      return switch ((int) bits) {
        case 8 -> isFloat ? refuse(bits, true) : signed ? SampleType.INT8 : SampleType.UINT8;
        case 16 -> isFloat ? refuse(bits, true) : signed ? SampleType.INT16 : SampleType.UINT16;
        case 32 -> isFloat ? SampleType.FLOAT32 : signed ? SampleType.INT32 : SampleType.UINT32;
        case 64 -> isFloat ? SampleType.FLOAT64 : refuse(bits, false);
        default -> refuse(bits, isFloat);
      };
    }

    private SampleType refuse(long bits, boolean isFloat) throws InvalidRasterException {
      throw unsupported(bits + "-bit " + (isFloat ? "floating-point" : "integer") + " samples");
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

    private int photometric(int bands) throws InvalidRasterException {
      int photometric = (int) tags.number(TiffTag.PHOTOMETRIC_INTERPRETATION, 1);
      switch (photometric) {
        case 0, 1 -> {}
        case PHOTOMETRIC_RGB -> {
          if (bands < 3) {
            throw damaged("RGB with " + bands + " bands");
          }
        }
        case PHOTOMETRIC_PALETTE -> {
          if (!tags.has(TiffTag.COLOR_MAP)) {
            throw damaged("palette colours without a palette");
          }
        }
        default -> throw unsupported("photometric interpretation " + photometric);
      }
      return photometric;
    }

    private void checkCompression() throws InvalidRasterException {
      int compression = (int) tags.number(TiffTag.COMPRESSION, 1);
      if (!COMPRESSIONS.containsKey(compression)) {
        throw unsupported("compression " + compression);
      }
      int predictor = (int) tags.number(TiffTag.PREDICTOR, 1);
      if (predictor < 1 || predictor > 3) {
        throw damaged("predictor " + predictor);
      }
      if (tags.number(TiffTag.FILL_ORDER, 1) != 1) {
        throw unsupported("reversed bit order");
      }
    }

    private void checkBlocks(int width, int height, int bands, SampleType type)
        throws InvalidRasterException {
      boolean tiled = tags.has(TiffTag.TILE_WIDTH);
      long blockWidth = tiled ? tags.number(TiffTag.TILE_WIDTH, 0) : width;
      long blockHeight =
          tiled
              ? tags.number(TiffTag.TILE_LENGTH, 0)
              : Math.min(height, tags.number(TiffTag.ROWS_PER_STRIP, height));
      if (blockWidth < 1 || blockHeight < 1) {
        throw damaged("tiles of " + blockWidth + " x " + blockHeight + " pixels");
      }
      int planar = (int) tags.number(TiffTag.PLANAR_CONFIGURATION, 1);
      if (planar != 1 && planar != 2) {
        throw damaged("planar configuration " + planar);
      }
      double blockBytes =
          (double) blockWidth * blockHeight * type.bytes() * (planar == 1 ? bands : 1);
      if (blockBytes > MAX_BLOCK_BYTES) {
        throw unsupported(
            "tiles or strips of " + blockWidth + " x " + blockHeight + " x " + bands + " samples");
      }
      long blocks =
          ((width - 1) / blockWidth + 1)
              * ((height - 1) / blockHeight + 1)
              * (planar == 2 ? bands : 1);
      long[] offsets = tags.numbers(tiled ? TiffTag.TILE_OFFSETS : TiffTag.STRIP_OFFSETS);
      long[] counts = tags.numbers(tiled ? TiffTag.TILE_BYTE_COUNTS : TiffTag.STRIP_BYTE_COUNTS);
      if (offsets.length < blocks || counts.length < blocks) {
        throw damaged(
            "room for "
                + blocks
                + " tiles or strips and the places of only "
                + Math.min(offsets.length, counts.length));
      }
      for (int i = 0; i < blocks; i++) {
        if (offsets[i] == 0 || counts[i] == 0) {
          throw unsupported("tiles that are left out");
        }
        if (offsets[i] < 0 || counts[i] < 0 || offsets[i] > fileLength - counts[i]) {
          throw damaged("tile or strip " + i + " beyond the end of the file");
        }
      }
    }

    private InvalidRasterException damaged(String what) {
      return new InvalidRasterException(name + " is damaged: it declares " + what);
    }

    private InvalidRasterException unsupported(String what) {
      return new InvalidRasterException(
          name
              + " has "
              + what
              + ", which only the GDAL backend reads; gdal_translate -of COG IN OUT makes a file"
              + " without");
    }
  }
}

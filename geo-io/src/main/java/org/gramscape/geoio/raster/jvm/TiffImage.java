package org.gramscape.geoio.raster.jvm;

import java.io.IOException;
import java.util.Arrays;
import org.gramscape.geoio.InvalidRasterException;
import org.gramscape.geoio.raster.SampleType;
import org.gramscape.geoio.raster.Unreadable;
import org.gramscape.geoio.raster.jvm.decode.BlockFormat;
import org.gramscape.geoio.raster.jvm.decode.BlockFormat.Color;
import org.gramscape.geoio.raster.jvm.decode.Compression;

/**
 * An image that this backend reads: what its samples are and how its blocks are decoded. What only
 * GDAL reads is refused here, in words that say so.
 */
record TiffImage(TiffLayout layout, int photometric, BlockFormat format) {
  static final int PHOTOMETRIC_WHITE_IS_ZERO = 0;
  static final int PHOTOMETRIC_BLACK_IS_ZERO = 1;
  static final int PHOTOMETRIC_RGB = 2;
  static final int PHOTOMETRIC_PALETTE = 3;
  static final int PHOTOMETRIC_MASK = 4;
  static final int PHOTOMETRIC_CMYK = 5;
  static final int PHOTOMETRIC_YCBCR = 6;

  /** A decoded block and its bytes are in memory together; twice as much fits into a small heap. */
  private static final long MAX_BLOCK_BYTES = 256L << 20;

  SampleType sampleType() {
    return format.type();
  }

  /** Whether the colours are handed out as red, green and blue. */
  boolean isRgb() {
    return photometric == PHOTOMETRIC_RGB || format.color() != Color.AS_STORED;
  }

  /**
   * Reads what is stored in a directory.
   *
   * @throws InvalidRasterException naming what is damaged, or what only GDAL reads
   */
  static TiffImage read(TiffFile file, TiffTags tags) throws IOException {
    return new Reader(file, tags, TiffLayout.read(file, tags)).read();
  }

  private record Reader(TiffFile file, TiffTags tags, TiffLayout layout) {
    private static final int UNSIGNED = 1;
    private static final int SIGNED = 2;
    private static final int FLOAT = 3;
    private static final int VOID = 4;

    TiffImage read() throws IOException {
      SampleType type = sampleType();
      Compression compression =
          Compression.of(layout.compression())
              .orElseThrow(
                  () -> onlyGdal(Compression.nameOf(layout.compression()) + " compression"));
      int photometric = photometric();
      Color color = color(photometric, compression, type);
      BlockFormat format =
          new BlockFormat(
              layout.blockWidth(),
              layout.blockHeight(),
              compression,
              file.order(),
              layout.bits(),
              type,
              layout.samplesPerBlockPixel(),
              predictor(compression, type),
              isReversed(compression),
              color,
              tags.bytes(TiffTag.JPEG_TABLES));
      long bytes =
          (long) layout.blockWidth() * layout.blockHeight() * layout.samplesPerBlockPixel();
      if (Math.max(bytes * type.bytes(), format.rowBytes() * layout.blockHeight())
          > MAX_BLOCK_BYTES) {
        throw onlyGdal(
            "tiles or strips of %d x %d pixels, more than 256 MiB each"
                .formatted(layout.blockWidth(), layout.blockHeight()));
      }
      return new TiffImage(layout, photometric, format);
    }

    private SampleType sampleType() throws IOException {
      int bits = layout.bits();
      long[] formats = tags.numbers(TiffTag.SAMPLE_FORMAT, layout.bands());
      if (bits == 0 || Arrays.stream(formats).distinct().count() > 1) {
        throw onlyGdal("bands of different types");
      }
      long format = formats.length == 0 ? UNSIGNED : formats[0];
      if (format == FLOAT && (bits == 16 || bits == 24 || bits == 32)) {
        return SampleType.FLOAT32;
      }
      if (format == FLOAT && bits == 64) {
        return SampleType.FLOAT64;
      }
      if (format == SIGNED && (bits == 8 || bits == 16 || bits == 32)) {
        return bits == 8 ? SampleType.INT8 : bits == 16 ? SampleType.INT16 : SampleType.INT32;
      }
      if ((format == UNSIGNED || format == VOID) && bits <= 32) {
        return bits <= 8 ? SampleType.UINT8 : bits <= 16 ? SampleType.UINT16 : SampleType.UINT32;
      }
      if (format == 5 || format == 6) {
        throw new InvalidRasterException(Unreadable.complex(file.path().toString()));
      }
      if (bits == 64) {
        throw new InvalidRasterException(Unreadable.wideIntegers(file.path().toString()));
      }
      String kind = format == FLOAT ? "floating-point" : format == SIGNED ? "signed" : "integer";
      throw onlyGdal(bits + "-bit " + kind + " samples");
    }

    /** A palette that does not fit the samples is none, as libtiff has it. */
    private int photometric() throws IOException {
      int photometric = (int) tags.number(TiffTag.PHOTOMETRIC_INTERPRETATION, 1);
      if (photometric != PHOTOMETRIC_PALETTE
          || tags.count(TiffTag.COLOR_MAP) == 3L << layout.bits()) {
        return photometric;
      }
      if (layout.bits() < 8) {
        throw new InvalidRasterException(
            file.path() + " is damaged: it declares a palette and has none; export it again");
      }
      return layout.bands() == 3 ? PHOTOMETRIC_RGB : PHOTOMETRIC_BLACK_IS_ZERO;
    }

    private Color color(int photometric, Compression compression, SampleType type)
        throws InvalidRasterException {
      boolean bytes = type == SampleType.UINT8 && layout.bits() == 8 && !layout.planar();
      switch (photometric) {
        case PHOTOMETRIC_YCBCR -> {
          if (compression == Compression.JPEG && bytes && layout.bands() == 3) {
            return Color.YCBCR_TO_RGB;
          }
          throw onlyGdal("YCbCr colours without JPEG");
        }
        case PHOTOMETRIC_CMYK -> {
          return bytes && layout.bands() == 4 ? Color.CMYK_TO_RGBA : Color.AS_STORED;
        }
        case PHOTOMETRIC_WHITE_IS_ZERO,
            PHOTOMETRIC_BLACK_IS_ZERO,
            PHOTOMETRIC_RGB,
            PHOTOMETRIC_PALETTE,
            PHOTOMETRIC_MASK -> {
          return Color.AS_STORED;
        }
        case 8, 9, 10 -> throw onlyGdal("CIE L*a*b* colours");
        case 32844, 32845 -> throw onlyGdal("logarithmic luminances");
        default -> throw onlyGdal("photometric interpretation " + photometric);
      }
    }

    private int predictor(Compression compression, SampleType type) throws IOException {
      int predictor = (int) tags.number(TiffTag.PREDICTOR, 1);
      if (!compression.takesPredictor() || predictor == 1) {
        return 1;
      }
      boolean whole = layout.bits() % 8 == 0 && layout.bits() != 24;
      if (predictor == 2 && whole || predictor == 3 && type.isFloat()) {
        return predictor;
      }
      throw new InvalidRasterException(
          "%s is damaged: it declares predictor %d on %d-bit samples; fetch or export it again"
              .formatted(file.path(), predictor, layout.bits()));
    }

    private boolean isReversed(Compression compression) throws IOException {
      return tags.number(TiffTag.FILL_ORDER, 1) == 2 && compression != Compression.JPEG;
    }

    private InvalidRasterException onlyGdal(String what) {
      return new InvalidRasterException(
          file.path()
              + " has "
              + what
              + ", which only the GDAL backend reads; gdal_translate -of COG IN OUT may make a"
              + " plainer file");
    }
  }
}

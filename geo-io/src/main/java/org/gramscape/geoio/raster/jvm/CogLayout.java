package org.gramscape.geoio.raster.jvm;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.gramscape.geoio.UnsupportedCrsException;
import org.gramscape.geoio.raster.ColorTable;
import org.gramscape.geoio.raster.RasterSpec;
import org.gramscape.geoio.raster.SampleType;

/** What stands before the tiles of a COG: the header, GDAL's layout note, and the directories. */
final class CogLayout {
  private static final int ADOBE_DEFLATE = 8;
  private static final int MIN_IS_BLACK = 1;
  private static final int RGB = 2;
  private static final int PALETTE = 3;
  private static final int UNASSOCIATED_ALPHA = 2;
  private static final long CLASSIC_LIMIT = 0xffffffffL;

  private static final String NOTE =
      "LAYOUT=IFDS_BEFORE_DATA\n"
          + "BLOCK_ORDER=ROW_MAJOR\n"
          + "BLOCK_LEADER=SIZE_AS_UINT4\n"
          + "BLOCK_TRAILER=LAST_4_BYTES_REPEATED\n"
          + "KNOWN_INCOMPATIBLE_EDITION=NO\n ";

  private final RasterSpec spec;
  private final CreationOptions options;
  private final int side;
  private final int predictor;
  private final OptionalDouble nodata;
  private final boolean bigTiff;
  private final GeoKeys geoKeys;

  CogLayout(
      RasterSpec spec, CreationOptions options, int side, int predictor, OptionalDouble nodata)
      throws UnsupportedCrsException {
    this.spec = spec;
    this.options = options;
    this.side = side;
    this.predictor = predictor;
    this.nodata = nodata;
    this.geoKeys = GeoTags.keys(spec.georeference());
    this.bigTiff =
        switch (options.bigTiff()) {
          case YES -> true;
          case NO -> false;
          case IF_SAFER -> uncompressedBytes() > CLASSIC_LIMIT;
        };
  }

  /** The file up to the first tile. */
  byte[] header(List<PyramidLevel> levels) throws IOException {
    ByteBuffer start = start();
    // Lengths do not depend on values, so the first round finds out where things will lie.
    List<TiffDirectoryWriter> directories = directories(levels, 0);
    long length = start.capacity();
    for (TiffDirectoryWriter directory : directories) {
      length += directory.length();
    }
    directories = directories(levels, length);

    ByteArrayOutputStream header = new ByteArrayOutputStream();
    header.write(start.array());
    for (int i = 0; i < directories.size(); i++) {
      TiffDirectoryWriter directory = directories.get(i);
      long next = header.size() + directory.length();
      header.write(directory.toBytes(header.size(), i == directories.size() - 1 ? 0 : next));
    }
    return header.toByteArray();
  }

  private ByteBuffer start() {
    byte[] note =
        String.format(
                Locale.ROOT, "GDAL_STRUCTURAL_METADATA_SIZE=%06d bytes\n%s", NOTE.length(), NOTE)
            .getBytes(StandardCharsets.US_ASCII);
    int headerLength = bigTiff ? 16 : 8;
    int length = headerLength + note.length + (note.length & 1);
    ByteBuffer start = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    start.put((byte) 'I').put((byte) 'I');
    if (bigTiff) {
      start.putShort((short) 43).putShort((short) 8).putShort((short) 0).putLong(length);
    } else {
      start.putShort((short) 42).putInt(length);
    }
    return start.put(note);
  }

  /** One directory a level, for tiles that begin at {@code tilesStart}, smallest level first. */
  private List<TiffDirectoryWriter> directories(List<PyramidLevel> levels, long tilesStart)
      throws IOException {
    List<TiffDirectoryWriter> directories = new ArrayList<>();
    long base = tilesStart;
    for (int i = levels.size() - 1; i >= 0; i--) {
      PyramidLevel level = levels.get(i);
      directories.add(0, directory(level, base, i > 0));
      base += level.length();
    }
    if (!bigTiff && base > CLASSIC_LIMIT) {
      throw new IOException(
          "the raster needs "
              + base
              + " bytes, more than a classic TIFF holds; pass --co BIGTIFF=YES");
    }
    return directories;
  }

  private TiffDirectoryWriter directory(PyramidLevel level, long base, boolean overview) {
    SampleType type = spec.sampleType();
    int bands = spec.bands().size();
    TiffDirectoryWriter tags = new TiffDirectoryWriter(bigTiff);
    tags.longs(TiffTag.NEW_SUBFILE_TYPE, overview ? 1 : 0);
    tags.longs(TiffTag.IMAGE_WIDTH, level.width());
    tags.longs(TiffTag.IMAGE_LENGTH, level.height());
    tags.shorts(TiffTag.BITS_PER_SAMPLE, repeated(type.bytes() * 8, bands));
    tags.shorts(TiffTag.COMPRESSION, options.deflate() ? ADOBE_DEFLATE : 1);
    tags.shorts(TiffTag.SAMPLES_PER_PIXEL, bands);
    tags.shorts(TiffTag.PLANAR_CONFIGURATION, 1);
    if (predictor != 1) {
      tags.shorts(TiffTag.PREDICTOR, predictor);
    }
    tags.shorts(TiffTag.TILE_WIDTH, side);
    tags.shorts(TiffTag.TILE_LENGTH, side);
    tags.offsets(TiffTag.TILE_OFFSETS, base, level.tileOffsets());
    tags.longs(TiffTag.TILE_BYTE_COUNTS, level.tileLengths());
    tags.shorts(TiffTag.SAMPLE_FORMAT, repeated(sampleFormat(type), bands));
    writeColors(tags);
    if (nodata.isPresent()) {
      tags.ascii(TiffTag.GDAL_NODATA, number(nodata.getAsDouble()));
    }
    if (!overview) {
      GeoTags.writeTransform(spec.georeference(), tags);
      geoKeys.write(tags);
      String xml = GdalMetadata.toXml(spec);
      if (!xml.isEmpty()) {
        tags.ascii(TiffTag.GDAL_METADATA, xml);
      }
    }
    return tags;
  }

  /** Three 8-bit bands are red, green, blue, a fourth named so alpha; as GDAL does. */
  private void writeColors(TiffDirectoryWriter tags) {
    int bands = spec.bands().size();
    boolean alpha = bands == 4 && spec.bands().get(3).equalsIgnoreCase("alpha");
    boolean rgb = spec.sampleType() == SampleType.UINT8 && (bands == 3 || alpha);
    int colorBands = rgb ? 3 : 1;
    if (bands > colorBands) {
      int[] extra = new int[bands - colorBands];
      extra[extra.length - 1] = alpha ? UNASSOCIATED_ALPHA : 0;
      tags.shorts(TiffTag.EXTRA_SAMPLES, extra);
    }
    spec.colors().ifPresent(colors -> tags.shorts(TiffTag.COLOR_MAP, colorMap(colors)));
    tags.shorts(
        TiffTag.PHOTOMETRIC_INTERPRETATION,
        spec.colors().isPresent() ? PALETTE : rgb ? RGB : MIN_IS_BLACK);
  }

  /** All 256 reds, then greens, then blues, each in 16 bits. */
  private static int[] colorMap(ColorTable table) {
    int[] map = new int[3 * 256];
    table
        .colors()
        .forEach(
            (value, color) -> {
              for (int channel = 0; channel < 3; channel++) {
                map[channel * 256 + value] = (color >> (16 - 8 * channel) & 0xff) * 257;
              }
            });
    return map;
  }

  private static int sampleFormat(SampleType type) {
    return switch (type) {
      case UINT8, UINT16, UINT32 -> 1;
      case INT8, INT16, INT32 -> 2;
      case FLOAT32, FLOAT64 -> 3;
    };
  }

  private static String number(double value) {
    if (Double.isNaN(value)) {
      return "nan";
    }
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  private static int[] repeated(int number, int times) {
    int[] numbers = new int[times];
    Arrays.fill(numbers, number);
    return numbers;
  }

  /** An upper bound of the file's length if nothing can be compressed. */
  private long uncompressedBytes() {
    long tileBytes = (long) side * side * spec.bands().size() * spec.sampleType().bytes();
    // Overviews have at most as many tiles again, and one a level where the raster is slim.
    long tiles = 2 * tiles(spec.width()) * tiles(spec.height()) + Integer.SIZE;
    long deflateAndOffsets = tileBytes / 1000 + 64;
    return tiles * (tileBytes + deflateAndOffsets);
  }

  private long tiles(int pixels) {
    return (pixels - 1) / side + 1;
  }
}

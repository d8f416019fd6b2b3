package org.gramscape.geoio.raster.jvm;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.gramscape.geoio.raster.SampleType;

/**
 * How a GeoTIFF is laid out, in the words of GDAL's COG driver.
 *
 * @param deflate {@code COMPRESS=DEFLATE} (default) or {@code NONE}
 * @param predictor {@code PREDICTOR=YES} (default) or {@code NO}: differences between neighbours
 *     are compressed instead of values
 * @param level {@code LEVEL=1} to {@code 9}: how hard Deflate tries; 0 to choose
 * @param blockSize {@code BLOCKSIZE=n}: the side of a tile in pixels, a multiple of 16; 0 to choose
 * @param bigTiff {@code BIGTIFF=YES}, {@code NO}, or {@code IF_SAFER} (default): when the
 *     uncompressed file would be larger than 4 GB
 * @param overviews {@code OVERVIEWS=AUTO} (default) or {@code NONE}
 */
record CreationOptions(
    boolean deflate,
    boolean predictor,
    int level,
    int blockSize,
    BigTiff bigTiff,
    boolean overviews) {

  enum BigTiff {
    YES,
    NO,
    IF_SAFER
  }

  private static final int LARGEST_BLOCK = 4096;
  private static final List<String> KNOWN =
      List.of("BIGTIFF", "BLOCKSIZE", "COMPRESS", "LEVEL", "OVERVIEWS", "PREDICTOR");

  /**
   * @throws IllegalArgumentException naming the option that is not known or the value that is not
   *     allowed
   */
  static CreationOptions parse(Map<String, String> options) {
    for (String key : new TreeSet<>(options.keySet())) {
      if (!KNOWN.contains(key)) {
        throw new IllegalArgumentException(
            "creation option " + key + " is not known; known are " + String.join(", ", KNOWN));
      }
    }
    return new CreationOptions(
        choice(options, "COMPRESS", "DEFLATE", "NONE").equals("DEFLATE"),
        choice(options, "PREDICTOR", "YES", "NO").equals("YES"),
        level(options.get("LEVEL")),
        blockSize(options.get("BLOCKSIZE")),
        BigTiff.valueOf(choice(options, "BIGTIFF", "IF_SAFER", "YES", "NO")),
        choice(options, "OVERVIEWS", "AUTO", "NONE").equals("AUTO"));
  }

  /** The value of an option; the first of the allowed ones if it is not given. */
  private static String choice(Map<String, String> options, String key, String... allowed) {
    String value = options.getOrDefault(key, allowed[0]).toUpperCase(Locale.ROOT);
    if (!Arrays.asList(allowed).contains(value)) {
      throw new IllegalArgumentException(
          "creation option " + key + "=" + value + ": allowed are " + String.join(", ", allowed));
    }
    return value;
  }

  /** Measured floats hardly get smaller by trying harder, and take twice the time. */
  int level(SampleType type) {
    return level > 0 ? level : type.isFloat() ? 1 : 6;
  }

  private static int level(String text) {
    if (text == null) {
      return 0;
    }
    if (!text.matches("[1-9]")) {
      throw new IllegalArgumentException(
          "creation option LEVEL=" + text + ": 1 (fast) to 9 (small)");
    }
    return Integer.parseInt(text);
  }

  private static int blockSize(String text) {
    if (text == null) {
      return 0;
    }
    int size = text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
    if (size < 16 || size > LARGEST_BLOCK || size % 16 != 0) {
      throw new IllegalArgumentException(
          "creation option BLOCKSIZE=" + text + ": a multiple of 16 up to " + LARGEST_BLOCK);
    }
    return size;
  }
}

package org.gramscape.geoio.raster.jvm;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.gramscape.geoio.UnsupportedCrsException;
import org.gramscape.geoio.raster.BandInfo;
import org.gramscape.geoio.raster.BandInfo.Role;
import org.gramscape.geoio.raster.ColorTable;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.SampleType;
import org.gramscape.geoio.raster.jvm.decode.BlockFormat.Color;

/** Reads from the tags of a directory what the file says of itself. */
final class TiffInfo {
  private static final Map<Integer, String> TEXT_TAGS =
      Map.of(
          269, "TIFFTAG_DOCUMENTNAME",
          270, "TIFFTAG_IMAGEDESCRIPTION",
          305, "TIFFTAG_SOFTWARE",
          306, "TIFFTAG_DATETIME",
          315, "TIFFTAG_ARTIST",
          316, "TIFFTAG_HOSTCOMPUTER",
          33432, "TIFFTAG_COPYRIGHT");

  private TiffInfo() {}

  static RasterInfo read(Path file, TiffTags tags, TiffImage image, GeoTags.Found place)
      throws IOException {
    GdalMetadata gdal = GdalMetadata.parse(tags.text(TiffTag.GDAL_METADATA));
    Map<String, String> metadata = new HashMap<>(gdal.items());
    for (Map.Entry<Integer, String> tag : TEXT_TAGS.entrySet()) {
      if (tags.has(tag.getKey())) {
        metadata.put(tag.getValue(), tags.text(tag.getKey()));
      }
    }
    place
        .georeference()
        .ifPresent(
            found ->
                metadata.put(
                    "AREA_OR_POINT",
                    found.interpretation().name().charAt(0)
                        + found.interpretation().name().substring(1).toLowerCase(Locale.ROOT)));
    return new RasterInfo(
        file.toString(),
        "JVM",
        "GTiff",
        image.layout().width(),
        image.layout().height(),
        image.sampleType(),
        bands(tags, image, gdal, heightUnit(file, tags)),
        place.georeference(),
        place.whyNot(),
        colors(tags, image),
        metadata);
  }

  private static List<BandInfo> bands(
      TiffTags tags, TiffImage image, GdalMetadata gdal, String heightUnit) throws IOException {
    OptionalDouble nodata = nodata(tags.text(TiffTag.GDAL_NODATA), image.sampleType());
    List<BandInfo> bands = new ArrayList<>();
    for (int band = 0; band < image.layout().bands(); band++) {
      GdalMetadata.Band said = gdal.band(band);
      bands.add(
          new BandInfo(
              said.description(),
              said.role().orElse(role(tags, image, band)),
              nodata,
              said.bits().orElse(image.layout().bits()),
              said.scale(),
              said.offset(),
              said.unit().orElse(heightUnit)));
    }
    return bands;
  }

  /**
   * The unit of a vertical CRS, for bands without one of their own; none where the CRS beside it is
   * not understood, as GDAL then knows neither.
   */
  private static String heightUnit(Path file, TiffTags tags) throws IOException {
    GeoKeys keys = GeoKeys.read(tags);
    String unit =
        switch (keys.code(GeoKeys.VERTICAL_UNIT)) {
          case GeoKeys.METRE -> "metre";
          case GeoKeys.FOOT -> "foot";
          case GeoKeys.US_SURVEY_FOOT -> "US survey foot";
          default -> "";
        };
    return unit.isEmpty() || isUnderstood(file, keys) ? unit : "";
  }

  /** Whether there is no CRS that is not understood. */
  private static boolean isUnderstood(Path file, GeoKeys keys) {
    if (keys.code(GeoKeys.GEODETIC_CRS) == 0 && keys.code(GeoKeys.PROJECTED_CRS) == 0) {
      return true;
    }
    try {
      CrsKeys.read(file.toString(), keys);
      return true;
    } catch (UnsupportedCrsException e) {
      return false;
    }
  }

  /** A value that the type cannot hold marks nothing. */
  private static OptionalDouble nodata(String text, SampleType type) {
    double value;
    switch (text.trim().toLowerCase(Locale.ROOT)) {
      case "nan", "-nan" -> value = Double.NaN;
      case "inf", "+inf" -> value = Double.POSITIVE_INFINITY;
      case "-inf" -> value = Double.NEGATIVE_INFINITY;
      default -> {
        try {
          value = Double.parseDouble(text.trim());
        } catch (NumberFormatException e) {
          return OptionalDouble.empty();
        }
      }
    }
    if (type.isFloat()) {
      return OptionalDouble.of(type == SampleType.FLOAT32 ? (float) value : value);
    }
    return value >= type.min() && value <= type.max() && value == Math.rint(value)
        ? OptionalDouble.of(value)
        : OptionalDouble.empty();
  }

  private static Role role(TiffTags tags, TiffImage image, int band) throws IOException {
    if (image.isRgb() && band < 3) {
      return List.of(Role.RED, Role.GREEN, Role.BLUE).get(band);
    }
    if (image.format().color() == Color.CMYK_TO_RGBA) {
      return Role.ALPHA;
    }
    int colors =
        switch (image.photometric()) {
          case TiffImage.PHOTOMETRIC_RGB, TiffImage.PHOTOMETRIC_YCBCR -> 3;
          case TiffImage.PHOTOMETRIC_CMYK -> 4;
          default -> 1;
        };
    if (band >= colors) {
      long[] extra = tags.numbers(TiffTag.EXTRA_SAMPLES);
      // They stand for the last bands; if there are too few of them, for those after the colours.
      int index = band - Math.min(colors, image.layout().bands() - extra.length);
      boolean alpha = index < extra.length && (extra[index] == 1 || extra[index] == 2);
      return alpha ? Role.ALPHA : Role.UNDEFINED;
    }
    if (colors == 1 && colors(tags, image).isPresent()) {
      return Role.PALETTE;
    }
    return image.photometric() == TiffImage.PHOTOMETRIC_BLACK_IS_ZERO ? Role.GRAY : Role.UNDEFINED;
  }

  /**
   * As GDAL has it: a stored palette, the inverted levels of an image whose white is 0, or black
   * and white for two values.
   */
  private static Optional<ColorTable> colors(TiffTags tags, TiffImage image) throws IOException {
    int bits = image.layout().bits();
    if (bits > 16 || image.sampleType().isFloat()) {
      return Optional.empty();
    }
    TreeMap<Integer, Integer> colors = new TreeMap<>();
    int count = 1 << bits;
    long[] map = tags.numbers(TiffTag.COLOR_MAP);
    boolean whiteIsZero = image.photometric() == TiffImage.PHOTOMETRIC_WHITE_IS_ZERO;
    if (image.photometric() == TiffImage.PHOTOMETRIC_PALETTE
        || whiteIsZero && map.length == 3 * count) {
      // Some writers put 8-bit colours where 16-bit ones belong.
      int unit = Arrays.stream(map).allMatch(level -> level < 256) ? 1 : 257;
      for (int value = 0; value < count; value++) {
        long red = map[value] / unit;
        long green = map[count + value] / unit;
        long blue = map[2 * count + value] / unit;
        colors.put(value, (int) (red << 16 | green << 8 | blue));
      }
    } else if (whiteIsZero) {
      for (int value = 0; value < count; value++) {
        colors.put(value, 255 * (count - 1 - value) / (count - 1) * 0x010101);
      }
    }
    if (colors.isEmpty() && bits == 1) {
      colors.putAll(Map.of(0, 0, 1, 0xffffff));
    }
    return colors.isEmpty() ? Optional.empty() : Optional.of(new ColorTable(colors));
  }
}

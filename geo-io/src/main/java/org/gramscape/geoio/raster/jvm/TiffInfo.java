package org.gramscape.geoio.raster.jvm;

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
import org.gramscape.geoio.raster.BandInfo;
import org.gramscape.geoio.raster.BandInfo.Role;
import org.gramscape.geoio.raster.ColorTable;
import org.gramscape.geoio.raster.RasterInfo;
import org.gramscape.geoio.raster.SampleType;

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

  static RasterInfo read(Path file, TiffTags tags, TiffImage image) {
    GdalMetadata gdal = GdalMetadata.parse(tags.text(TiffTag.GDAL_METADATA));
    GeoTags.Found place = GeoTags.read(file, tags);
    Map<String, String> metadata = new HashMap<>(gdal.items());
    TEXT_TAGS.forEach(
        (tag, name) -> {
          if (tags.has(tag)) {
            metadata.put(name, tags.text(tag));
          }
        });
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
        image.width(),
        image.height(),
        image.sampleType(),
        bands(tags, image, gdal),
        place.georeference(),
        place.whyNot(),
        colors(tags, image),
        metadata);
  }

  private static List<BandInfo> bands(TiffTags tags, TiffImage image, GdalMetadata gdal) {
    OptionalDouble nodata = nodata(tags.text(TiffTag.GDAL_NODATA), image.sampleType());
    List<BandInfo> bands = new ArrayList<>();
    for (int band = 0; band < image.bands(); band++) {
      GdalMetadata.Band said = gdal.band(band);
      bands.add(
          new BandInfo(
              said.description(),
              said.role().orElse(role(tags, image, band)),
              nodata,
              said.bits().orElse(image.sampleType().bytes() * 8),
              said.scale(),
              said.offset()));
    }
    return bands;
  }

  /** A value that the type cannot hold marks nothing. */
  private static OptionalDouble nodata(String text, SampleType type) {
    String trimmed = text.trim();
    try {
      double value = trimmed.equalsIgnoreCase("nan") ? Double.NaN : Double.parseDouble(trimmed);
      if (type == SampleType.FLOAT32) {
        value = (float) value;
      }
      boolean holds =
          type.isFloat()
              || (value >= type.min() && value <= type.max() && value == Math.rint(value));
      return holds ? OptionalDouble.of(value) : OptionalDouble.empty();
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }

  private static Role role(TiffTags tags, TiffImage image, int band) {
    int colors = image.photometric() == TiffImage.PHOTOMETRIC_RGB ? 3 : 1;
    if (band >= colors) {
      long[] extra = tags.numbers(TiffTag.EXTRA_SAMPLES);
      int index = band - (image.bands() - extra.length);
      boolean alpha = index >= 0 && (extra[index] == 1 || extra[index] == 2);
      return alpha ? Role.ALPHA : Role.UNDEFINED;
    }
    return switch (image.photometric()) {
      case TiffImage.PHOTOMETRIC_RGB -> List.of(Role.RED, Role.GREEN, Role.BLUE).get(band);
      case TiffImage.PHOTOMETRIC_PALETTE -> Role.PALETTE;
      default -> Role.GRAY;
    };
  }

  private static Optional<ColorTable> colors(TiffTags tags, TiffImage image) {
    long[] map = tags.numbers(TiffTag.COLOR_MAP);
    if (image.photometric() != TiffImage.PHOTOMETRIC_PALETTE || map.length == 0) {
      return Optional.empty();
    }
    // Some writers put 8-bit colours where 16-bit ones belong.
    int shift = Arrays.stream(map).allMatch(level -> level < 256) ? 0 : 8;
    int count = map.length / 3;
    TreeMap<Integer, Integer> colors = new TreeMap<>();
    for (int value = 0; value < count; value++) {
      long red = map[value] >> shift;
      long green = map[count + value] >> shift;
      long blue = map[2 * count + value] >> shift;
      colors.put(value, (int) (red << 16 | green << 8 | blue));
    }
    return Optional.of(new ColorTable(colors));
  }
}

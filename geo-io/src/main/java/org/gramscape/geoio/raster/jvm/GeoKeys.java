package org.gramscape.geoio.raster.jvm;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * The GeoKey directory of a GeoTIFF (OGC 19-008r4, clause 7.1): numbers and texts by key, each an
 * {@link Integer}, a {@link Double} or a {@link String}.
 */
record GeoKeys(TreeMap<Integer, Object> values) {
  static final int MODEL_TYPE = 1024;
  static final int RASTER_TYPE = 1025;
  static final int CITATION = 1026;
  static final int GEODETIC_CRS = 2048;
  static final int GEODETIC_DATUM = 2050;
  static final int PRIME_MERIDIAN = 2051;
  static final int ANGULAR_UNIT = 2054;
  static final int ANGULAR_UNIT_SIZE = 2055;
  static final int SEMI_MAJOR_AXIS = 2057;
  static final int INVERSE_FLATTENING = 2059;
  static final int PRIME_MERIDIAN_LONGITUDE = 2061;
  static final int PROJECTED_CRS = 3072;
  static final int PROJECTED_CITATION = 3073;
  static final int PROJECTION = 3074;
  static final int PROJECTION_METHOD = 3075;
  static final int PROJECTED_LINEAR_UNIT = 3076;
  static final int PROJECTED_LINEAR_UNIT_SIZE = 3077;
  static final int VERTICAL_UNIT = 4099;
  static final int USER_DEFINED = 32767;

  static final int PROJECTED_MODEL = 1;
  static final int GEOGRAPHIC_MODEL = 2;
  static final int METRE = 9001;
  static final int FOOT = 9002;
  static final int US_SURVEY_FOOT = 9003;
  static final int DEGREE = 9102;
  static final int DEGREE_OF_SUPPLIER = 9122;
  static final int GREENWICH = 8901;
  static final int PIXEL_IS_AREA = 1;
  static final int PIXEL_IS_POINT = 2;

  GeoKeys() {
    this(new TreeMap<>());
  }

  /** What the tags say; keys that point nowhere are left out. */
  static GeoKeys read(TiffTags tags) throws IOException {
    GeoKeys keys = new GeoKeys();
    long[] directory = tags.numbers(TiffTag.GEO_KEY_DIRECTORY);
    double[] doubles = tags.doubles(TiffTag.GEO_DOUBLE_PARAMS);
    String ascii = tags.text(TiffTag.GEO_ASCII_PARAMS);
    for (int at = 4; at + 3 < directory.length; at += 4) {
      int key = (int) directory[at];
      int count = (int) directory[at + 2];
      int value = (int) directory[at + 3];
      if (directory[at + 1] == 0) {
        keys.values.put(key, value);
      } else if (directory[at + 1] == TiffTag.GEO_DOUBLE_PARAMS && value < doubles.length) {
        keys.values.put(key, doubles[value]);
      } else if (directory[at + 1] == TiffTag.GEO_ASCII_PARAMS && value < ascii.length()) {
        String text = ascii.substring(value, Math.min(value + count, ascii.length()));
        keys.values.put(key, text.endsWith("|") ? text.substring(0, text.length() - 1) : text);
      }
    }
    return keys;
  }

  /** The number of a key that holds a code, or 0. */
  int code(int key) {
    return values.get(key) instanceof Integer code ? code : 0;
  }

  /** The number of the first of some keys that is there. */
  OptionalDouble number(int... keys) {
    return Arrays.stream(keys)
        .mapToObj(values::get)
        .filter(Double.class::isInstance)
        .mapToDouble(Double.class::cast)
        .findFirst();
  }

  void write(TiffDirectoryWriter directory) {
    int[] entries = new int[4 * (1 + values.size())];
    double[] doubles = new double[values.size()];
    StringBuilder ascii = new StringBuilder();
    entries[0] = 1;
    entries[1] = 1;
    entries[3] = values.size();
    int at = 4;
    int doubleCount = 0;
    for (Map.Entry<Integer, Object> entry : values.entrySet()) {
      entries[at] = entry.getKey();
      entries[at + 2] = 1;
      if (entry.getValue() instanceof Integer code) {
        entries[at + 3] = code;
      } else if (entry.getValue() instanceof Double number) {
        entries[at + 1] = TiffTag.GEO_DOUBLE_PARAMS;
        entries[at + 3] = doubleCount;
        doubles[doubleCount++] = number;
      } else {
        String text = entry.getValue() + "|";
        entries[at + 1] = TiffTag.GEO_ASCII_PARAMS;
        entries[at + 2] = text.length();
        entries[at + 3] = ascii.length();
        ascii.append(text);
      }
      at += 4;
    }
    directory.shorts(TiffTag.GEO_KEY_DIRECTORY, entries);
    if (doubleCount > 0) {
      directory.doubles(TiffTag.GEO_DOUBLE_PARAMS, Arrays.copyOf(doubles, doubleCount));
    }
    if (!ascii.isEmpty()) {
      directory.ascii(TiffTag.GEO_ASCII_PARAMS, ascii.toString());
    }
  }
}

package org.gramscape.samples;

import java.util.Arrays;
import java.util.List;
import org.gramscape.geoio.style.LegendEntry;

/** What covers the ground in a sample scene. */
public enum Cover {
  BUILDING("Building", 0xd7301f),
  CROPLAND("Cropland", 0xe8c35a),
  MEADOW("Meadow", 0xa6d96a),
  ROAD("Road", 0x636363),
  SOIL("Soil", 0xa6713d),
  TREES("Trees", 0x1b7837),
  WATER("Water", 0x3288bd);

  private final String label;
  private final int color;

  Cover(String label, int color) {
    this.label = label;
    this.color = color;
  }

  /** All of them, with their values in class rasters: from 0, in the order of the names. */
  public static List<LegendEntry> legend() {
    return Arrays.stream(values())
        .map(cover -> new LegendEntry(cover.code(), cover.label, cover.color))
        .toList();
  }

  /** The value in class rasters. */
  public int code() {
    return ordinal();
  }

  /** The class's name in labels and reports. */
  public String label() {
    return label;
  }

  /** {@code 0xRRGGBB}. */
  public int color() {
    return color;
  }
}
